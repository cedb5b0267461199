import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

// What a Deny of the same policy takes away: no finding about a service that it leaves nothing, and a hint that is about the Deny.

const account = "111122223333";
const facts = { account, partition: "aws", arn: `arn:aws:kms:eu-west-1:${account}:key/1234abcd` };
const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const now = new Date("2026-11-29T00:00:00Z");

const findings = (...statements: readonly object[]) =>
  checkPolicy(
    parsePolicyText(JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] }), "json"),
    facts,
    { now },
  );
const codes = (...statements: readonly object[]) => findings(...statements).map(({ code }) => code);

const Service = "events.amazonaws.com";
const allow = { Effect: "Allow", Principal: { Service }, Action: "kms:Decrypt", Resource: "*" };
const deny = (Principal: unknown, Action: string, Condition?: object) => ({
  ...{ Effect: "Deny", Principal, Action, Resource: "*" },
  ...(Condition && { Condition }),
});

describe("a service principal without a source condition (IAM User Guide, 'The confused deputy problem')", () => {
  test.each([
    ["nothing denied", []],
    ["another action denied", [deny({ Service }, "kms:Encrypt")]],
    ["another service denied", [deny({ Service: "sns.amazonaws.com" }, "kms:*")]],
    ["denied to people alone", [deny("*", "kms:*", { Bool: { "aws:PrincipalIsAWSService": "false" } })]],
    [
      "any source but one that is open",
      [deny({ Service }, "kms:*", { StringNotLike: { "aws:SourceAccount": "*" } })],
    ],
  ])("%s: found", (_, denies) => {
    expect(codes(allow, ...denies)).toContain("service-principal-unscoped");
  });

  test.each([
    ["all denied to it", deny({ Service }, "kms:*")],
    ["the action denied to it", deny({ Service }, "kms:Decrypt")],
    ["denied to all services", deny("*", "kms:Decrypt", { Bool: { "aws:PrincipalIsAWSService": "true" } })],
    ["denied by its name", deny("*", "kms:*", { StringEquals: { "aws:PrincipalServiceName": Service } })],
    [
      "denied but for one account's resources",
      deny({ Service }, "kms:*", { StringNotEquals: { "aws:SourceAccount": account } }),
    ],
    [
      "denied but for one resource",
      deny({ Service }, "kms:*", {
        ArnNotLike: { "aws:SourceArn": `arn:aws:events:eu-west-1:${account}:rule/r` },
      }),
    ],
  ])("%s: not found", (_, denied) => {
    expect(codes(allow, denied)).not.toContain("service-principal-unscoped");
  });
});

describe("a Deny that takes the key from everybody", () => {
  const later = { DateGreaterThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } };
  const spared = { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/Admin` } };
  const admin = { ...root, Principal: { AWS: `arn:aws:iam::${account}:role/Admin` } };
  const aboutDeny = "have the Deny spare an administrator (ArnNotEquals on aws:PrincipalArn)";
  const hints = (...statements: readonly object[]) =>
    findings(...statements).flatMap(({ code, hint }) => (code === "lockout" ? [hint ?? ""] : []));

  test.each([
    ["now", undefined],
    ["from a date on", later],
  ])("%s: the hint is about the Deny, and mends it", (_, condition) => {
    expect(hints(admin, deny("*", "kms:*", condition))).toEqual([expect.stringContaining(aboutDeny)]);
    expect(hints(admin, deny("*", "kms:*", { ...condition, ...spared }))).toEqual([]);
    expect(hints(admin, deny("*", "kms:Encrypt", condition))).toEqual([]);
  });

  test("where nobody is allowed it either way, the hint asks for an administrator", () => {
    const ends = { ...root, Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } } };
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [ends, deny("*", "kms:*", later)] });
    const found = checkPolicy(parsePolicyText(text, "json"), facts, { now });
    expect(found.find(({ code }) => code === "lockout")?.hint).toContain("allow it to an administrator");
  });
});
