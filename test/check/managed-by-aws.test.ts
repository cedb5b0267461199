import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { CheckOptions } from "../../src/check/options.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { account, app, external, only, plain, root, statement } from "./fixture.ts";

// The policy of an AWS managed key, which nobody can change, has no findings; what only resembles it has them.

type Json = Record<string, unknown>;
const star = { AWS: "*" };
const caller = { "kms:CallerAccount": account };
const service = { Service: "ec2.amazonaws.com" };
const forCallers = (Condition: Json, parts: Json = {}) => statement({ Principal: star, Condition, ...parts });
const callers = forCallers({ StringEquals: { ...caller, "kms:ViaService": "ec2.us-west-2.amazonaws.com" } });
const look = statement({ Principal: { AWS: root }, Action: ["kms:Describe*", "kms:Get*", "kms:List*"] });
const ofService = (Action: unknown, parts: Json = {}) => statement({ Principal: service, Action, ...parts });
const whole = [callers, look, ofService("kms:Describe*")];
const withId = (Id: unknown, ...statements: Json[]): Json => ({ Id, ...only(...statements) });
const ofAws = (...statements: Json[]) => withId("auto-ebs-2", ...statements);

test.each<[string, "none" | "some", Json, KeyFacts?, CheckOptions?]>([
  ["its shape, where nothing else tells", "none", ofAws(...whole)],
  ["its shape, of a key that KMS says is the customer's", "some", ofAws(...whole), { manager: "CUSTOMER" }],
  ["its shape, in a change", "some", ofAws(...whole), {}, { isChanged: true }],
  ["what KMS says is its own, whatever its shape", "none", only(plain), { manager: "AWS" }],
  ["the Id of a service of several words", "none", withId("auto-ssm-default-12", ...whole)],
  ["an Id without a number", "some", withId("auto-ebs", ...whole)],
  ["an Id with more behind it", "some", withId("auto-ebs-2a", ...whole)],
  ["an Id with more before it", "some", withId("my-auto-ebs-2", ...whole)],
  ["an Id in capitals", "some", withId("auto-EBS-2", ...whole)],
  ["no Id", "some", only(...whole)],
  ["no statement at all", "some", ofAws()],
  ["a Deny beside", "none", ofAws(...whole, statement({ Effect: "Deny", Action: "kms:Encrypt" }))],
  ["neither Allow nor Deny beside", "some", ofAws(...whole, { ...look, Effect: "Permit" })],
  ["a statement for a role beside", "some", ofAws(...whole, plain)],
  [
    "a role among the callers",
    "some",
    ofAws(look, forCallers({ StringEquals: caller }, { Principal: { AWS: ["*", app] } })),
  ],
  ["nobody named", "some", ofAws(...whole, { ...look, Principal: undefined })],
  [
    "a service that may put a policy",
    "some",
    ofAws(look, ofService("kms:Put*", { Condition: { StringEquals: { "aws:SourceAccount": account } } })),
  ],
  ["everyone", "some", ofAws(look, statement({ Principal: star }))],
  [
    "everyone through a service",
    "some",
    ofAws(look, forCallers({ StringEquals: { "kms:ViaService": "a.b.amazonaws.com" } })),
  ],
  ["the callers of one account", "none", ofAws(look, forCallers({ StringEquals: caller }))],
  ["the callers of an account by a pattern", "some", ofAws(look, forCallers({ StringLike: caller }))],
  [
    "the callers of two accounts",
    "some",
    ofAws(look, forCallers({ StringEquals: { "kms:CallerAccount": [account, "444455556666"] } })),
  ],
  [
    "the callers of what is no account",
    "some",
    ofAws(look, forCallers({ StringEquals: { "kms:CallerAccount": "1111222233334" } })),
  ],
  [
    "the account's own look under a condition",
    "some",
    ofAws({ ...look, Condition: { StringEquals: caller } }),
  ],
  ["the account's own look alone", "none", ofAws(look)],
  ["a service that reads what is told of the key", "none", ofAws(look, ofService(["kms:Get*", "kms:List*"]))],
  ["a service that does more", "some", ofAws(look, ofService(["kms:Describe*", "kms:Decrypt"]))],
  [
    "a service that does more, under a condition",
    "none",
    ofAws(look, ofService("kms:Decrypt", { Condition: { StringEquals: { "aws:SourceAccount": account } } })),
  ],
])("%s: %s", (_, findings, policy, facts = {}, options = {}) => {
  const found = checkPolicy(parsePolicyText(JSON.stringify(policy), "json"), facts, options);
  expect(found.length === 0 ? "none" : "some").toBe(findings);
});

test("the account's own look is for whichever account", () => {
  const text = JSON.stringify(ofAws({ ...look, Principal: { AWS: external } }));
  expect(checkPolicy(parsePolicyText(text, "json"), {})).toEqual([]);
});
