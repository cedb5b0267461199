import { expect, test } from "vitest";
import { readDenial } from "../../src/other-half/why-denial.ts";
import { decideWhy } from "../../src/other-half/why-decide.ts";
import { why } from "../../src/other-half/why.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";

// A message of AWS does not tell what its request carried: whether a Deny under a condition met it is not known, and where the message
// blames a missing Allow it did not, for an explicit deny is named first (IAM User Guide, "Troubleshoot access denied error messages").

const account = "111122223333";
const arn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const allow = (principal: string) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:${principal}` },
  Action: "kms:*",
  Resource: "*",
});

const explained = (condition: object, because: string): string => {
  const deny = { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*", Condition: condition };
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [allow("root"), allow("role/App"), deny] });
  const document = documentOf(parsePolicyText(text, "json"));
  const message = `User: arn:aws:sts::${account}:assumed-role/App/x is not authorized to perform: kms:Decrypt on resource: ${arn} ${because}`;
  const denial = readDenial(message);
  if (!document || !denial) throw new Error("nothing to explain");
  const facts = { arn, account, partition: "aws", region: "eu-west-1" };
  return decideWhy(why(message), denial, { document, facts }).explanation;
};

const noAllow = "because no resource-based policy allows the kms:Decrypt action";
const explicit = "with an explicit deny in a resource-based policy";
const mayBeAnother = " The message itself speaks of no Deny: this one may not be the reason.";

test.each([
  ["an address", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "aws:SourceIp NotIpAddress 10.0.0.0/8"],
  [
    "a service",
    { StringNotEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    "kms:ViaService StringNotEquals s3.eu-west-1.amazonaws.com",
  ],
  [
    "MFA",
    { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    "aws:MultiFactorAuthPresent BoolIfExists false",
  ],
  [
    "an organization",
    { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    "aws:PrincipalOrgID StringNotEquals o-abcdefghij",
  ],
  ["absence", { Null: { "aws:SourceVpc": "true" } }, "aws:SourceVpc Null true"],
])("a Deny by %s is told with its condition", (_what, condition, where) => {
  const words = `Statement 3 of the key policy denies it where ${where}.`;
  expect(explained(condition, explicit)).toBe(words);
  expect(explained(condition, noAllow)).toBe(words + mayBeAnother);
});

test.each([explicit, noAllow])("a Deny without one denies for certain: %s", (because) => {
  expect(explained({}, because)).toBe("Statement 3 of the key policy denies it.");
});
