import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { givesNothing } from "../../src/access/gives-nothing.ts";
import { allowedActions } from "../../src/check/exposure.ts";
import { isOpenByItself } from "../../src/check/open-conditions.ts";
import { readViews } from "../../src/check/read-views.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

// What one look calls open must give somebody something by the access engine, too.

const facts = { account: "111122223333", partition: "aws" };

/** The statements of a policy: what one look says of each, and whether the engine says that it gives nothing as an Allow. */
const looked = (text: string) => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) return [];
  const policy = readPolicy(document);
  return readViews(document, policy).map((statement) => ({
    open: isOpenByItself(statement, facts),
    givesNothing: () =>
      givesNothing(
        { ...policy, statements: [{ ...statement.model, effect: "Allow" }] },
        facts,
        allowedActions(statement).map((name) => `kms:${name}`),
      ),
  }));
};

const role = "arn:aws:iam::111122223333:role/App";
const used = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
const anywhere = { "kms:ViaService": ["s3.*.amazonaws.com", "*.eu-west-1.amazonaws.com"] };
const statement = (more: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: role }, Action: "kms:*", Resource: "*", ...more }],
  });
const when = (Condition: object, more: object = {}): string => statement({ Condition, ...more });

test.each<[string, string, boolean]>([
  ["through a service", when({ StringEquals: used }), true],
  [
    "grants for services, as the console writes it",
    when({ Bool: { "kms:GrantIsForAWSResource": "true" } }),
    true,
  ],
  [
    "both",
    when({ StringLike: used, Bool: { "KMS:GrantIsForAWSResource": true } }, { Action: "kms:CreateGrant" }),
    true,
  ],
  ["through a service, in any Region", when({ StringLike: anywhere }), true],
  ["a star that is compared as a letter", when({ StringEquals: anywhere }), false],
  ["a pattern of another form", when({ StringLike: { "kms:ViaService": "s3.*" } }), false],
  ["a Deny of the same", when({ StringEquals: used }, { Effect: "Deny" }), true],
  ["a whole account", when({ StringEquals: used }, { Principal: { AWS: "111122223333" } }), true],
  [
    "a flag that use never carries",
    when({ Bool: { "kms:GrantIsForAWSResource": "true" } }, { Action: "kms:Decrypt" }),
    false,
  ],
  ["two tests on one key", when({ StringEquals: used, StringLike: used }), false],
  ["turned round", when({ StringNotEquals: used }), false],
  ["if it is there", when({ StringEqualsIfExists: used }), false],
  ["of a set", when({ "ForAllValues:StringEquals": used }), false],
  ["no value", when({ StringEquals: { "kms:ViaService": [] } }), false],
  ["an empty value", when({ StringEquals: { "kms:ViaService": "" } }), false],
  ["a variable", when({ StringEquals: { "kms:ViaService": "${aws:username}" } }), false],
  ["another key", when({ StringEquals: { "aws:PrincipalArn": role } }), false],
  ["not for services", when({ Bool: { "kms:GrantIsForAWSResource": "false" } }), false],
  ["a text where a flag is", when({ StringEquals: { "kms:GrantIsForAWSResource": "true" } }), false],
  ["a service", when({ StringEquals: used }, { Principal: { Service: "logs.amazonaws.com" } }), false],
  ["a deleted role", when({ StringEquals: used }, { Principal: { AWS: "AROA1234567890EXAMPLE" } }), false],
  [
    "a role of another partition",
    when({ StringEquals: used }, { Principal: { AWS: role.replace("aws", "aws-cn") } }),
    false,
  ],
  ["one of everyone", when({ StringEquals: used }, { Principal: "*" }), false],
  [
    "another key's ARN",
    when({ StringEquals: used }, { Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }),
    false,
  ],
  ["everything but", when({ StringEquals: used }, { Action: undefined, NotAction: "kms:Decrypt" }), false],
  ["no action of KMS", when({ StringEquals: used }, { Action: "s3:GetObject" }), false],
])("one look: %s", (_, text, open) => {
  expect(looked(text).map((one) => one.open)).toEqual([open]);
});

test("no statement of the corpus that one look calls open gives nothing", () => {
  const found = ["valid", "contested", "invalid"].flatMap((kind) => {
    const folder = new URL(`../corpus/${kind}/`, import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.flatMap((name) =>
      looked(readFileSync(new URL(name, folder), "utf8"))
        .filter(({ open }) => open)
        .map((one) => [name, one.givesNothing()]),
    );
  });
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(([, nothing]) => nothing === true)).toEqual([]);
});
