import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import type { AccessRequest } from "../../src/access/types.ts";
import { delegation, facts, policyOf, role, stranger, type StatementParts } from "./evaluate-fixtures.ts";
import { from } from "./sources.ts";

const decide = (
  statements: readonly StatementParts[],
  action = "kms:Decrypt",
  context: AccessRequest["context"] = {},
) => evaluate(policyOf(statements), { principal: role("App"), action, context }, facts);

const deny = (parts: StatementParts): readonly StatementParts[] => [{}, { Effect: "Deny", ...parts }];

describe(`what decides, and what would turn it (${from.choice})`, () => {
  const orgOnly = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
  const org = { key: "aws:PrincipalOrgID", test: "StringEquals", values: ["o-1"] };
  const mfa = { Bool: { "aws:MultiFactorAuthPresent": "false" } };

  test("the statements with their Sids", () => {
    expect(decide([{ Sid: "Use", Action: "kms:Encrypt" }, { Sid: "Read" }, delegation]).statements).toEqual([
      { index: 1, sid: "Read", effect: "Allow" },
    ]);
    expect(decide([{}, { Effect: "Deny" }]).statements).toEqual([{ index: 1, effect: "Deny" }]);
    expect(decide([]).statements).toEqual([]);
  });
  test("a conditional Allow that lacks its condition", () => {
    expect(decide([{ Condition: orgOnly }]).otherwise).toEqual([[org]]);
  });
  test("a conditional Deny that denies, negated", () => {
    expect(
      decide(deny({ Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } })).otherwise,
    ).toEqual([[{ ...org, test: "StringNotEquals", not: true }]]);
  });
  test("every Deny must fall and an Allow must stand", () => {
    const Deny = { Effect: "Deny" };
    const answer = decide([
      { Condition: orgOnly },
      { ...Deny, Condition: { Null: { "aws:k": "true" } } },
      { ...Deny, Condition: { StringNotEquals: { "aws:l": "x" }, Null: { "aws:m": "true" } } },
    ]);
    expect(answer.decision).toBe("denied");
    expect(answer.otherwise).toHaveLength(2);
    expect(answer.otherwise?.[0]).toEqual([
      org,
      { key: "aws:k", test: "Null", values: ["true"], not: true },
      { key: "aws:l", test: "StringNotEquals", values: ["x"], not: true },
    ]);
  });
  test("an Allow that stands: what a Deny still lacks, and what the Allow rests on", () => {
    const answer = decide([{ Condition: orgOnly }, { Effect: "Deny", Condition: mfa }], "kms:Decrypt", {
      "aws:PrincipalOrgID": "o-1",
    });
    expect(answer.decision).toBe("allowed");
    expect(answer.otherwise).toEqual([
      [{ key: "aws:MultiFactorAuthPresent", test: "Bool", values: ["false"] }],
      [{ ...org, not: true }],
    ]);
  });
  test("needs-iam: what would make it direct", () => {
    expect(decide([delegation, { Condition: orgOnly }])).toMatchObject({
      decision: "needs-iam",
      otherwise: [[org]],
    });
  });
  test("nothing that follows from the caller or the key turns anything", () => {
    const fixed = { StringEquals: { "kms:CallerAccount": stranger, "aws:PrincipalOrgID": "o-1" } };
    expect(decide([{ Condition: fixed }]).otherwise).toBeUndefined();
    expect(
      decide([{ Condition: { StringEquals: { "kms:KeySpec": "RSA_2048" } } }]).otherwise,
    ).toBeUndefined();
    expect(decide([{}, { Effect: "Deny" }]).otherwise).toBeUndefined();
    expect(decide([{}]).otherwise).toBeUndefined();
  });
  test("many Denies with many tests do not multiply without end", () => {
    const tests = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`aws:k${i}`, "true"]));
    const denies = Array.from({ length: 9 }, () => ({ Effect: "Deny", Condition: { Null: tests } }));
    expect(decide([{}, ...denies]).otherwise?.length).toBe(32);
  });
});
