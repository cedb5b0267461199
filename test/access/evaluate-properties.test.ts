import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import type { AccessRequest, Decision } from "../../src/access/types.ts";
import type { StatementParts } from "./evaluate-fixtures.ts";
import {
  facts,
  foreignRoot,
  keyArn,
  owner,
  policyOf,
  role,
  root,
  session,
  stranger,
  user,
} from "./evaluate-fixtures.ts";
import { times } from "../support/long-form.ts";

const order: readonly Decision[] = ["denied", "not-allowed", "needs-iam", "allowed"];
const rank = (decision: Decision) => order.indexOf(decision);

const principals = [root, foreignRoot, user("A"), role("App"), session("App"), user("Eve", stranger), "*"];
const operators = [
  ...["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists", "Null", "Bool"],
  ...[
    "ForAnyValue:StringEquals",
    "ForAllValues:StringLike",
    "ArnNotLike",
    "NumericLessThan",
    "StringMatches",
  ],
];
const keys = ["aws:k", "kms:ViaService", "aws:PrincipalArn", "kms:KeySpec"];
const values = ["a", "b*", "true", "5", role("App"), "${aws:k}"];

const oneTest = fc.tuple(
  fc.constantFrom(...operators),
  fc.constantFrom(...keys),
  fc.constantFrom(values, values.slice(0, 1), values.slice(2), values.slice(4)),
);
const condition = fc
  .array(oneTest, { maxLength: 2 })
  .map((tests) => Object.fromEntries(tests.map(([operator, key, wanted]) => [operator, { [key]: wanted }])));

const statement = (effects: readonly string[]): fc.Arbitrary<StatementParts> =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      who: fc.subarray(principals, { minLength: 1, maxLength: 3 }),
      whoElse: fc.boolean(),
      Action: fc.subarray(["kms:Decrypt", "kms:*", "KMS:en*", "s3:*"], { minLength: 1 }),
      Resource: fc.constantFrom("*", keyArn),
      Condition: condition,
    })
    .map(({ who, whoElse, ...rest }) => ({
      ...rest,
      [whoElse ? "Principal" : "NotPrincipal"]: { AWS: who },
    }));

const request = fc.record({
  principal: fc.constantFrom(...principals.slice(0, -1), `root-user:${owner}`, "service:sns.amazonaws.com"),
  action: fc.constantFrom("kms:Decrypt", "kms:Encrypt", "kms:PutKeyPolicy", "kms:RetireGrant"),
  context: fc.constantFrom<AccessRequest["context"]>(
    {},
    ...["a", "bc", "true", "4"].flatMap((value) => keys.map((key) => ({ [key]: value }))),
    ...keys.flatMap((key) => [{ [key]: ["a", "b", "5"] }, { [key]: [], "aws:k": "b" }]),
  ),
});
const statements = fc.array(statement(["Allow", "Deny"]), { maxLength: 4 });

const decide = (parts: readonly StatementParts[], asked: Parameters<typeof evaluate>[1]) =>
  evaluate(policyOf(parts), asked, facts);

test("adding an Allow never loses access", () => {
  fc.assert(
    fc.property(statements, statement(["Allow"]), request, fc.nat(4), (parts, more, asked, at) => {
      const after = [...parts.slice(0, at), more, ...parts.slice(at)];
      expect(rank(decide(after, asked).decision)).toBeGreaterThanOrEqual(rank(decide(parts, asked).decision));
    }),
    { numRuns: times(200, 1_000) },
  );
});

test("adding a Deny never gains access", () => {
  fc.assert(
    fc.property(statements, statement(["Deny"]), request, fc.nat(4), (parts, more, asked, at) => {
      const after = [...parts.slice(0, at), more, ...parts.slice(at)];
      expect(rank(decide(after, asked).decision)).toBeLessThanOrEqual(rank(decide(parts, asked).decision));
    }),
    { numRuns: times(200, 1_000) },
  );
});

test("order, repetition, lists and case of actions, operators and keys do not matter", () => {
  const fold = (parts: StatementParts): StatementParts => {
    const texts = { Action: parts["Action"], Condition: parts["Condition"] };
    const lower = JSON.stringify(texts).replace(/"([A-Za-z0-9:*]+)"(?=:)|"kms:[^"]*"/gi, (name) =>
      /^"(Action|Condition)"$/.test(name) ? name : name.toLowerCase(),
    );
    return { ...parts, ...(JSON.parse(lower) as StatementParts) };
  };
  fc.assert(
    fc.property(statements, request, (parts, asked) => {
      const respelled = [...parts, ...parts].reverse().map(fold);
      const [one, other] = [decide(parts, asked), decide(respelled, asked)];
      expect(other.decision).toBe(one.decision);
      expect(other.undecided === undefined).toBe(one.undecided === undefined);
    }),
    { numRuns: times(200, 1_000) },
  );
});

test("a decision names statements that exist and have the right effect", () => {
  fc.assert(
    fc.property(statements, request, (parts, asked) => {
      const { decision, statements: deciding } = decide(parts, asked);
      const effect = decision === "denied" ? "Deny" : "Allow";
      expect(deciding.every(({ index }) => parts[index]?.["Effect"] === effect)).toBe(true);
      expect(deciding.length === 0).toBe(decision === "not-allowed");
    }),
    { numRuns: times(200, 1_000) },
  );
});

test("a service never gains by an AWS principal, and a stranger is never allowed without IAM", () => {
  fc.assert(
    fc.property(statements, request, (parts, asked) => {
      const allows = parts.filter((part) => part["Effect"] === "Deny" || "Principal" in part);
      const service = decide(allows, { ...asked, principal: "service:sns.amazonaws.com" });
      expect(rank(service.decision)).toBeLessThanOrEqual(rank("not-allowed"));
      const abroad = decide(parts, { ...asked, principal: user("Eve", stranger) });
      expect(abroad.decision).not.toBe("allowed");
    }),
    { numRuns: times(200, 1_000) },
  );
});
