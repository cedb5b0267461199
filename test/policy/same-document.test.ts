import { expect, test } from "vitest";
import { documentValue, equalJson, jsonKey } from "../../src/policy/json-value.ts";
import { nodeAt, pathOfStatement, principalPlaces, sidOf } from "../../src/policy/text/node-at.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { documentFor, documentIn } from "./documents.ts";

const root = "arn:aws:iam::111122223333:root";
const policy = (statement: JsonValue): JsonValue => ({ Version: "2012-10-17", Statement: [statement] });

const same: readonly (readonly [name: string, a: JsonValue, b: JsonValue])[] = [
  ["principals in another order", { Principal: { AWS: ["a", "b"] } }, { Principal: { AWS: ["b", "a"] } }],
  ["a value or a list of it", { Action: ["kms:*"], Resource: "*" }, { Action: "kms:*", Resource: ["*"] }],
  ["an account id or its root", { Principal: { AWS: "111122223333" } }, { Principal: { AWS: root } }],
  ["members in another order", { Sid: "a", Effect: "Deny" }, { Effect: "Deny", Sid: "a" }],
  [
    "a condition value or a list of it",
    { Condition: { Bool: { k: "true" } } },
    { Condition: { Bool: { k: ["true"] } } },
  ],
];
test.each(same)("%s: the same document", (_, a, b) => {
  expect(sameDocument(documentFor(policy(a)), documentFor(policy(b)))).toBe(true);
});

const different: readonly (readonly [name: string, a: JsonValue, b: JsonValue])[] = [
  ["a Sid", { Sid: "a" }, { Sid: "b" }],
  ["another principal", { Principal: { AWS: ["a", "b"] } }, { Principal: { AWS: ["a", "c"] } }],
  ["another partition", { Principal: { AWS: root } }, { Principal: { AWS: root.replace("aws", "aws-cn") } }],
  ["everyone by another form", { Principal: "*" }, { Principal: { AWS: "*" } }],
  ["a boolean or its word", { Condition: { Bool: { k: true } } }, { Condition: { Bool: { k: "true" } } }],
];
test.each(different)("%s: another document", (_, a, b) => {
  expect(sameDocument(documentFor(policy(a)), documentFor(policy(b)))).toBe(false);
});

test("statements in another order are another document, a single statement object is a list of it", () => {
  const [a, b] = [{ Sid: "a" }, { Sid: "b" }];
  expect(sameDocument(documentFor({ Statement: [a, b] }), documentFor({ Statement: [b, a] }))).toBe(false);
  expect(sameDocument(documentFor({ Statement: a }), documentFor({ Statement: [a] }))).toBe(true);
});

test("in a document of another partition an account id is a root of that partition", () => {
  const bare = documentFor(policy({ Principal: { AWS: "111122223333" } }));
  const china = documentFor(policy({ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } }));
  expect(sameDocument(bare, china)).toBe(true);
});

test("names that JavaScript knows are names like any other", () => {
  const document = documentIn('{"__proto__": {"x": 1}, "constructor": 2}');
  const value = documentValue(document);
  expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1},"constructor":2}');
  expect(equalJson(value, { constructor: 2 })).toBe(false);
  expect(equalJson({}, { toString: 1 })).toBe(false);
  expect(nodeAt(document, ["__proto__", "x"])).toMatchObject({ kind: "number", value: 1 });
  expect(nodeAt(document, ["hasOwnProperty"])).toBeUndefined();
});

test("jsonKey tells values apart and nothing else", () => {
  expect(jsonKey({ a: 1, b: [2] })).toBe(jsonKey({ b: [2], a: 1 }));
  expect(jsonKey(["1"])).not.toBe(jsonKey([1]));
  expect(jsonKey({ a: "b,c" })).not.toBe(jsonKey({ a: "b", c: "c" }));
});

test("places of statements, Sids and principals", () => {
  const document = documentIn(
    '{"Statement": {"Sid": "s", "Principal": {"AWS": ["a", "b"], "Service": "c"}}}',
  );
  expect(pathOfStatement(document, 0)).toEqual(["Statement"]);
  expect(sidOf(document, 0)).toBe("s");
  expect(principalPlaces(document, 0).map(({ type, value, path }) => [type, value, path.join("/")])).toEqual([
    ["AWS", "a", "Statement/Principal/AWS/0"],
    ["AWS", "b", "Statement/Principal/AWS/1"],
    ["Service", "c", "Statement/Principal/Service"],
  ]);
});
