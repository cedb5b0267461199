import { describe, expect, test } from "vitest";
import { evaluateIdentity } from "../../src/access/evaluate-identity.ts";
import { facts, keyArn, owner, stranger, role, session, user } from "./evaluate-fixtures.ts";
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
// What is not in the context is not in the request.
const whole = { complete: true };
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
    expect(decide(documents, whole)).toEqual({ decision });
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

describe("what every request to the key carries (IAM User Guide, Global condition keys; KMS Developer Guide, ABAC)", () => {
  const now = { context: { "aws:CurrentTime": "2026-06-01T00:00:00Z" } };
  const tagged = { ...facts, tags: new Map([["team", "blue"]]), aliases: ["alias/app", "alias/old"] };
  const allow = (Condition: StatementParts) => [document({ Condition })];
  const deny = (Condition: StatementParts) => [document({}), document({ Effect: "Deny", Condition })];
  const dependsOn = (key: string) => `it depends on ${key}, which is not known here`;

  test.each<[string, readonly string[], string]>([
    ["its Region, spared", deny({ StringNotEquals: { "aws:RequestedRegion": "us-west-2" } }), "allowed"],
    ["its Region, not spared", deny({ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }), "denied"],
    ["TLS", deny({ Bool: { "aws:SecureTransport": "false" } }), "allowed"],
    ["its owner", allow({ StringEquals: { "aws:ResourceAccount": owner } }), "allowed"],
    ["another owner", allow({ StringEquals: { "aws:ResourceAccount": stranger } }), "not-allowed"],
    [
      "two known keys",
      allow({ StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } }),
      "allowed",
    ],
    ["the time", allow({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }), "not-allowed"],
    ["the time in seconds", allow({ NumericGreaterThan: { "aws:EpochTime": "1767225600" } }), "allowed"],
    ["its spec", allow({ StringEquals: { "kms:KeySpec": "SYMMETRIC_DEFAULT" } }), "allowed"],
    ["its tag", allow({ StringEquals: { "aws:ResourceTag/Team": "blue" } }), "allowed"],
    ["a tag that it has not", deny({ StringNotEquals: { "aws:ResourceTag/env": "prod" } }), "denied"],
    ["its alias", allow({ "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/a*" } }), "allowed"],
    ["no service calls", deny({ Bool: { "aws:PrincipalIsAWSService": "true" } }), "allowed"],
    [
      "a direct call",
      allow({ StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }),
      "not-allowed",
    ],
    ["a key that Decrypt never carries", deny({ Null: { "kms:GranteePrincipal": "true" } }), "denied"],
  ])("%s", (_, documents, decision) => {
    expect(decide(documents, { ...now, facts: tagged })).toEqual({ decision });
  });

  test.each<[string, readonly string[], string, string]>([
    [
      "MFA",
      allow({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      "not-allowed",
      "aws:MultiFactorAuthPresent",
    ],
    [
      "MFA in a Deny",
      deny({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
      "denied",
      "aws:MultiFactorAuthPresent",
    ],
    [
      "an organization",
      deny({ StringNotEquals: { "aws:PrincipalOrgID": "o-a" } }),
      "denied",
      "aws:PrincipalOrgID",
    ],
    [
      "a tag of the caller",
      allow({ StringEquals: { "aws:PrincipalTag/a": "b" } }),
      "not-allowed",
      "aws:PrincipalTag/a",
    ],
    ["an address", deny({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }), "denied", "aws:SourceIp"],
    ["a key that no table knows", deny({ StringNotEquals: { "aws:New": "a" } }), "denied", "aws:New"],
    ["one of KMS that no table knows", deny({ StringNotEquals: { "kms:New": "a" } }), "denied", "kms:New"],
  ])("%s is open", (_, documents, decision, key) => {
    expect(decide(documents, { ...now, facts })).toEqual({ decision, undecided: dependsOn(key) });
  });

  test("what was not looked up is open: tags, aliases, the Region of an unknown key", () => {
    for (const [key, given] of [
      ["aws:ResourceTag/team", facts],
      ["kms:ResourceAliases", facts],
      ["aws:RequestedRegion", {}],
      ["kms:KeySpec", {}],
    ] as const)
      expect(decide(deny({ StringNotEquals: { [key]: "x" } }), { ...now, facts: given })).toEqual({
        decision: "denied",
        undecided: dependsOn(key),
      });
  });
});
