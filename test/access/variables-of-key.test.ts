import { expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

// A policy variable that the KMS key itself fills in is the same in every request (IAM User Guide, "Policy variables",
// "aws:ResourceAccount"): the list of all access knows its value, as the answer for one request does.

const facts = { account: "111122223333", partition: "aws", region: "eu-west-1" };
const stranger = "arn:aws:iam::444455556666:role/x";

const policyOf = (condition: object, version: string) => {
  const allow = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };
  const text = JSON.stringify({ Version: version, Statement: [{ ...allow, Condition: condition }] });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  return readPolicy(document);
};

test.each<[string, object, readonly string[], string, string?]>([
  [
    "the owner",
    { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
    ["account:111122223333"],
    "not-allowed",
  ],
  [
    "the owner, by the other key",
    { StringEquals: { "kms:CallerAccount": "${aws:ResourceAccount}" } },
    ["account:111122223333"],
    "not-allowed",
  ],
  [
    "the owner, in another case",
    { StringEquals: { "AWS:principalaccount": "${AWS:resourceaccount}" } },
    ["account:111122223333"],
    "not-allowed",
  ],
  [
    "within a text",
    { StringLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:ResourceAccount}:*" } },
    ["account:111122223333 (others)"],
    "not-allowed",
  ],
  [
    "all but the owner",
    { StringNotEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
    ["anyone"],
    "needs-iam",
  ],
  [
    "no variable in the old version",
    { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
    [],
    "not-allowed",
    "2008-10-17",
  ],
])("%s", (_, condition, wanted, decision, version = "2012-10-17") => {
  const policy = policyOf(condition, version);
  const rows = listAccess(policy, facts).filter(
    ({ via, principal }) => via === "key-policy" || principal === "anyone",
  );
  expect(rows.filter(({ undecided }) => undecided !== undefined)).toEqual([]);
  const words = rows.map(({ principal }) => principal).filter((word) => !word.startsWith("root-user:"));
  expect([...new Set(words)]).toEqual(wanted);
  const answer = decideRequest(policy, { principal: stranger, action: "kms:Decrypt", context: {} }, facts);
  expect(answer.decision).toBe(decision);
});
