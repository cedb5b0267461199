import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesAction } from "../../src/access/evaluator/action.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { kmsActions } from "../../src/policy/kms-actions.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { readPlainPolicy } from "../../src/world/plain-policy.ts";

const action = fc.constantFrom(
  ...[
    "kms:Decrypt",
    "KMS:*",
    "s3:*",
    "*",
    "k*:Decrypt",
    "?ms:Encrypt",
    "*:Describe*",
    "kms*",
    "k*",
    "iam:Pass*",
  ],
  ...["kms", "s3:Get*", "Decrypt", "**", "kmsx:Decrypt", "xkms:Decrypt", "s?:Put"],
);
const one = <Value extends JsonValue>(values: fc.Arbitrary<Value>) =>
  fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));
const condition = fc.oneof(
  fc.constant<JsonValue>({ StringEquals: { "kms:ViaService": ["a", "b"], "aws:x": 7 } }),
  fc.constant<JsonValue>({ Bool: { "aws:y": true }, Null: { z: [["true"], null, {}] } }),
  fc.constant<JsonValue>({ Bool: "true" }),
  fc.constant<JsonValue>("text"),
  fc.constant<JsonValue>({}),
);
const statement: fc.Arbitrary<JsonValue> = fc
  .record(
    {
      Sid: fc.constantFrom<JsonValue>("a", 7),
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: one(action),
      Resource: one(fc.constantFrom("*", "arn:aws:kms:*:*:key/*")),
      Condition: condition,
    },
    { requiredKeys: ["Effect", "Action", "Resource"] },
  )
  .chain((whole) =>
    fc.constantFrom<JsonValue>(
      whole,
      { ...whole, Action: undefined as unknown as null, NotAction: whole.Action },
      { ...whole, Resource: undefined as unknown as null, NotResource: whole.Resource },
    ),
  );

test("what is read from parsed JSON is what is read from the text, less what speaks of other services alone", () => {
  fc.assert(
    fc.property(one(statement), fc.constantFrom("2012-10-17", "2008-10-17", undefined), (given, Version) => {
      const document = JSON.parse(JSON.stringify({ Version, Statement: given })) as Record<string, unknown>;
      const syntax = documentOf(parsePolicyText(JSON.stringify(document), "json"));
      if (!syntax) throw new Error("the text is JSON");
      const whole = readPolicy(syntax);
      const plain = readPlainPolicy(document);
      const kept = new Set(plain?.statements.map(({ index }) => index));
      // An identity policy has no principal: only that makes it inert.
      const expected = whole.statements
        .filter(({ index }) => kept.has(index))
        .map((read) => ({ ...read, inert: undefined }));
      expect(plain).toEqual({ ...whole, statements: expected });
      for (const left of whole.statements.filter(({ index }) => !kept.has(index)))
        for (const { name } of kmsActions) expect(matchesAction(left, `kms:${name}`)).toBe(false);
    }),
  );
});

test.each([
  ["no Effect", { Action: "kms:*", Resource: "*" }],
  ["another Effect", { Effect: "allow", Action: "kms:*", Resource: "*" }],
  ["no Action", { Effect: "Allow", Resource: "*" }],
  ["an Action of a wrong shape", { Effect: "Allow", Action: {}, Resource: "*" }],
  ["an Action that is no text among others", { Effect: "Deny", Action: ["kms:Decrypt", 7], Resource: "*" }],
  ["a Resource that is no text among others", { Effect: "Deny", Action: "kms:*", Resource: [["*"], {}] }],
  ["no Resource", { Effect: "Deny", Action: "s3:*" }],
  ["a text for a statement", "x"],
])("a statement with %s makes the whole policy unknown, in whatever place", (_, broken) => {
  const whole = { Effect: "Allow", Action: "*", Resource: "*" };
  expect(readPlainPolicy({ Statement: [whole, broken] })).toBeUndefined();
});
