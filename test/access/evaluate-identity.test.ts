import { describe, expect, test } from "vitest";
import { evaluateIdentity } from "../../src/access/evaluate-identity.ts";
import { keyArn, owner, role, session, user } from "./evaluate-fixtures.ts";
import type { StatementParts } from "./evaluate-fixtures.ts";

const document = (...statements: readonly StatementParts[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((parts) => ({
      Effect: "Allow",
      ...("NotAction" in parts ? {} : { Action: "kms:Decrypt" }),
      ...("NotResource" in parts ? {} : { Resource: "*" }),
      ...parts,
    })),
  });

const request = { principal: user("Alice"), action: "kms:Decrypt", resource: keyArn, context: {} };
const decide = (documents: readonly string[], more = {}) =>
  evaluateIdentity(documents, { ...request, ...more });

describe("identity policies (IAM User Guide, Policy evaluation logic)", () => {
  test.each<[string, readonly string[], string]>([
    ["no policy", [], "not-allowed"],
    ["an Allow", [document({})], "allowed"],
    ["an Allow in one of several", [document({ Action: "s3:*" }), document({})], "allowed"],
    ["a Deny anywhere wins", [document({}), document({ Effect: "Deny", Action: "*" })], "denied"],
    ["another action", [document({ Action: "kms:Encrypt" })], "not-allowed"],
    ["NotAction", [document({ NotAction: "kms:Encrypt" })], "allowed"],
    ["the key's ARN", [document({ Resource: keyArn })], "allowed"],
    ["a pattern", [document({ Resource: "arn:aws:kms:*:111122223333:key/*" })], "allowed"],
    ["another key", [document({ Resource: keyArn.replace("1234", "9999") })], "not-allowed"],
    ["NotResource", [document({ NotResource: keyArn })], "not-allowed"],
    [
      "a variable in Resource",
      [document({ Resource: "arn:aws:kms:*:${aws:PrincipalAccount}:key/*" })],
      "allowed",
    ],
    ["a variable without value", [document({ Resource: "${aws:none}" })], "not-allowed"],
    [
      "a condition on the caller",
      [document({ Condition: { StringEquals: { "aws:username": "Alice" } } })],
      "allowed",
    ],
    [
      "a condition not met",
      [document({ Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } })],
      "not-allowed",
    ],
    ["no Effect", [JSON.stringify({ Statement: { Action: "*", Resource: "*" } })], "not-allowed"],
    ["no Resource", [JSON.stringify({ Statement: { Effect: "Allow", Action: "*" } })], "not-allowed"],
    ["an empty NotAction", [document({ NotAction: [] })], "not-allowed"],
    [
      "a single statement object",
      [JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } })],
      "allowed",
    ],
  ])("%s", (_, documents, decision) => {
    expect(decide(documents)).toEqual({ decision });
  });

  test("actions of any service", () => {
    const policies = [document({ Action: "iam:Get*", Resource: role("*") })];
    expect(decide(policies, { action: "iam:GetRole", resource: role("App") }).decision).toBe("allowed");
    expect(decide(policies, { action: "iam:GetRole", resource: user("A") }).decision).toBe("not-allowed");
  });
  test("a session has its role's account and type", () => {
    const Condition = { StringEquals: { "aws:PrincipalAccount": owner, "aws:PrincipalType": "AssumedRole" } };
    expect(decide([document({ Condition })], { principal: session("App") }).decision).toBe("allowed");
  });
  test("what cannot be told is said", () => {
    const Condition = { StringMatches: { "aws:k": "x" } };
    expect(decide([document({ Condition })])).toEqual({
      decision: "not-allowed",
      undecided: "StringMatches is no condition operator",
    });
    expect(decide(["{", document({})])).toEqual({
      decision: "allowed",
      undecided: "an IAM policy is no JSON object",
    });
    expect(decide([document({ Effect: "Deny", Condition }), document({})]).decision).toBe("denied");
  });
});
