import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { completeFacts } from "../../src/default-view/own-account.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { ownerOf } from "../../src/policy/owner.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

// kms:PutKeyPolicy works for nobody of another account (KMS Developer Guide, "Allowing users in other accounts to use a KMS key").

const [own, other] = ["111122223333", "444455556666"];
const root = (account: string) => `arn:aws:iam::${account}:root`;
const role = (account: string) => `arn:aws:iam::${account}:role/App`;
const allow = (who: string, action: string | readonly string[], more: object = {}) => ({
  ...{ Effect: "Allow", Principal: { AWS: who }, Action: action, Resource: "*" },
  ...more,
});
const onlyDev = { Condition: { StringEquals: { "aws:PrincipalTag/team": "dev" } } };
const read = (...statements: readonly object[]) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no document");
  return document;
};

test.each<[string, string | undefined, readonly object[]]>([
  ["given everything", own, [allow(root(own), "kms:*")]],
  [
    "given everything, beside another that uses",
    own,
    [allow(root(own), "*"), allow(root(other), "kms:Decrypt")],
  ],
  ["12 digits, by a wildcard", own, [allow(own, "KMS:Put*"), allow(other, "kms:Encrypt")]],
  ["everything but use", own, [allow(root(own), "", { Action: undefined, NotAction: "kms:Decrypt" })]],
  [
    "always, and another under a condition",
    own,
    [allow(root(own), "kms:*"), allow(root(other), "kms:*", onlyDev)],
  ],
  ["under a condition alone", own, [allow(root(own), "kms:*", onlyDev), allow(root(other), "kms:Decrypt")]],
  [
    "its role manages, another account uses",
    own,
    [allow(role(own), "kms:*"), allow(root(other), "kms:Decrypt")],
  ],
  ["the account, and another's role", own, [allow(root(own), "kms:*"), allow(role(other), "kms:*")]],
  ["the only one that is named", own, [allow(role(own), "kms:Decrypt")]],
  ["two that are given everything", undefined, [allow(root(own), "kms:*"), allow(root(other), "kms:*")]],
  ["two whose roles manage", undefined, [allow(role(own), "kms:*"), allow(role(other), "kms:*")]],
  ["two that use", undefined, [allow(role(own), "kms:Decrypt"), allow(root(other), "kms:Decrypt")]],
  [
    "denied is not given",
    undefined,
    [allow(root(own), "kms:*", { Effect: "Deny" }), allow(role(other), "kms:Decrypt")],
  ],
  ["nobody", undefined, []],
])("the owner of a policy file: %s", (_, owner, statements) => {
  const document = read(...statements);
  expect(ownerOf([readPolicy(document)], {})).toBe(owner);
  expect(completeFacts(document, {}).account).toBe(owner);
  expect(ownerOf([readPolicy(document)], { account: "999988887777" })).toBe("999988887777");
});

test("where it is not known, who-can is as undecided as can", () => {
  const document = read(allow(role(own), ["kms:Decrypt", "kms:PutKeyPolicy"]), allow(role(other), "kms:*"));
  const policy = readPolicy(document);
  const facts = completeFacts(document, {});
  const rows = listAccess(policy, facts);
  expect(rows.length).toBeGreaterThan(0);
  for (const { undecided, example } of rows) {
    const answer = evaluate(policy, example, facts);
    expect([undecided, answer.undecided]).toEqual([
      "the account that owns the key is not known",
      "the account that owns the key is not known",
    ]);
  }
});
