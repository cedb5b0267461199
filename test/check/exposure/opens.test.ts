import { expect, test } from "vitest";
import { listAccess } from "../../../src/access/list-access.ts";
import { checkPolicy } from "../../../src/check/check.ts";
import { strangersOnly } from "../../../src/check/strangers.ts";
import { documentOf, parsePolicyText } from "../../../src/policy/document.ts";
import { readPolicy } from "../../../src/policy/read-policy.ts";
import { account, app, keyArn, rootStatement } from "../fixture.ts";

// What opens a key is told by who gains, never by the shape of the statement (IAM User Guide, "Policy evaluation logic" and "Condition
// operators"; KMS Developer Guide, "Condition keys for AWS KMS").

type Json = Record<string, unknown>;
const facts = { arn: keyArn };
const now = new Date("2030-01-01T00:00:00Z");
const other = "444455556666";
const org = "o-abcabcabca";
const use = ["kms:Decrypt", "kms:Encrypt"];
const open = (parts: Json = {}): Json => ({
  ...{ Effect: "Allow", Principal: { AWS: "*" }, Action: use, Resource: "*" },
  ...parts,
});
const under = (Condition: Json, parts: Json = {}): Json => open({ Condition, ...parts });
const deny = (Condition: Json | undefined, parts: Json = {}): Json =>
  open({ Effect: "Deny", ...(Condition && { Condition }), ...parts });
const grants = (Condition: Json | undefined, parts: Json = {}): Json =>
  open({ Principal: { AWS: app }, Action: "kms:CreateGrant", ...(Condition && { Condition }), ...parts });
const blocks = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `${from + n}.0.0.0/8`);
const otherKey = keyArn.replace("1234abcd", "9999abcd");

const parsedOf = (statements: readonly Json[]) =>
  parsePolicyText(
    JSON.stringify({ Version: "2012-10-17", Statement: [rootStatement, ...statements] }),
    "json",
  );
const securityOf = (statements: readonly Json[], options: Json = { now }): string[] =>
  checkPolicy(parsedOf(statements), facts, options)
    .filter(({ severity, code }) => severity === "security" && !ofTheKey.has(code))
    .map(({ code, path }) => `${code} ${path}`);

// They say of a condition itself that it is loose; who gains is said besides.
const ofTheKey = new Set(["ifexists-in-allow", "spoofable-condition-key"]);

const loose = "ineffective-restriction /Statement/1/Principal/AWS";
const bare = "public-access /Statement/1/Principal/AWS";

const opening: readonly (readonly [what: string, statements: readonly Json[], ...findings: string[]])[] = [
  ["no condition", [open()], bare],
  ["a list with the star in it", [open({ Principal: { AWS: [app, "*"] } })], `${bare}/1`],
  [
    "a Deny that spares callers without the key",
    [open(), deny({ "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": [`${org}/*`] } })],
    bare,
  ],
  [
    "a Deny with IfExists under Null",
    [
      open(),
      deny({ StringNotEquals: { "aws:PrincipalOrgID": org }, Null: { "aws:PrincipalOrgID": "false" } }),
    ],
    bare,
  ],
  [
    "a Deny of some of the actions",
    [open(), deny({ StringNotEquals: { "aws:PrincipalOrgID": org } }, { Action: "kms:Encrypt" })],
    bare,
  ],
  ["a Deny about another key", [open(), deny(undefined, { Resource: otherKey })], bare],
  [
    "a Deny whose NotResource leaves this key out",
    [open(), deny(undefined, { Resource: undefined, NotResource: keyArn })],
    bare,
  ],
  ["a Deny for the own account alone", [open(), deny(undefined, { Principal: { AWS: account } })], bare],
  [
    "a Deny of another network than one",
    [open(), deny({ IpAddress: { "aws:SourceIp": "203.0.113.7/32" } })],
    bare,
  ],
  [
    "two Denies that together reach some",
    [
      open(),
      deny({ StringEquals: { "aws:PrincipalTag/x": "a" } }),
      deny({ StringEquals: { "aws:PrincipalTag/x": "b" } }),
    ],
    bare,
  ],
  ["a date that is past", [under({ DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } })], loose],
  ["a date to come", [under({ DateGreaterThan: { "aws:CurrentTime": "2040-01-01T00:00:00Z" } })], loose],
  ["seconds to come", [under({ NumericLessThan: { "aws:EpochTime": "99999999999" } })], loose],
  ["a huge age", [under({ NumericLessThan: { "aws:MultiFactorAuthAge": "99999999" } })], loose],
  ["TLS, which every request has", [under({ Bool: { "aws:SecureTransport": "true" } })], loose],
  ["both values of a Bool", [under({ Bool: { "aws:MultiFactorAuthPresent": ["true", "false"] } })], loose],
  ["no call of a service", [under({ Bool: { "aws:PrincipalIsAWSService": "false" } })], loose],
  ["the type of principal", [under({ StringEquals: { "aws:PrincipalType": "AssumedRole" } })], loose],
  ["the key's owner", [under({ StringEquals: { "aws:ResourceAccount": account } })], loose],
  ["a key that is always there", [under({ Null: { "aws:PrincipalArn": "false" } })], loose],
  ["to be in any organization", [under({ Null: { "aws:PrincipalOrgID": "false" } })], loose],
  ["any organization", [under({ StringLike: { "aws:PrincipalOrgID": "o-*" } })], loose],
  ["any account", [under({ StringLike: { "kms:CallerAccount": "*" } })], loose],
  ["accounts that begin alike", [under({ StringLike: { "kms:CallerAccount": "4444*" } })], loose],
  [
    "the caller's own account",
    [under({ StringEquals: { "kms:CallerAccount": "${aws:PrincipalAccount}" } })],
    loose,
  ],
  ["all accounts but one", [under({ StringNotEquals: { "kms:CallerAccount": other } })], loose],
  [
    "a role of that name in any account",
    [under({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/App" } })],
    loose,
  ],
  [
    "what a person's own requests never carry, IfExists",
    [under({ StringEqualsIfExists: { "aws:SourceAccount": account } })],
    loose,
  ],
  [
    "an encryption context that the caller writes",
    [under({ StringEquals: { "kms:EncryptionContext:a": "b" } })],
    loose,
  ],
  [
    "a header that the caller writes",
    [under({ StringEquals: { "aws:UserAgent": "ours", "aws:Referer": "us" } })],
    loose,
  ],
  ["a tag", [under({ StringEquals: { "aws:PrincipalTag/team": "us" } })], loose],
  ["every address", [under({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } })], loose],
  [
    "every address in two halves",
    [under({ IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } })],
    loose,
  ],
  ["every address in 256 blocks", [under({ IpAddress: { "aws:SourceIp": blocks(0, 256) } })], loose],
  ["every IPv6 address", [under({ IpAddress: { "aws:SourceIp": "::/0" } })], loose],
  ["all addresses but one", [under({ NotIpAddress: { "aws:SourceIp": "203.0.113.7/32" } })], loose],
  [
    "a service in between",
    [under({ StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } })],
    "via-service-without-account /Statement/1/Principal/AWS",
  ],
  [
    "everyone but",
    [open({ Principal: undefined, NotPrincipal: { AWS: app } })],
    "allow-not-principal /Statement/1/NotPrincipal",
  ],
  [
    "many networks, one by one",
    blocks(11, 30).map((block) => under({ IpAddress: { "aws:SourceIp": block } })),
    ...blocks(11, 30).map((_, n) => `ineffective-restriction /Statement/${n + 1}/Principal/AWS`),
  ],
  [
    "all for another account, by a condition",
    [under({ StringEquals: { "kms:CallerAccount": other } }, { Action: [...use, "kms:PutKeyPolicy"] })],
    "external-account-full /Statement/1/Condition/StringEquals/kms:CallerAccount",
  ],
  [
    "all for a role of another account, by a condition",
    [
      under(
        { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/*` } },
        { Action: [...use, "kms:ScheduleKeyDeletion"] },
      ),
    ],
    "external-account-full /Statement/1/Condition/ArnLike/aws:PrincipalArn",
  ],
  [
    "all for another account, by what a Deny leaves",
    [
      open({ Action: [...use, "kms:DisableKey"] }),
      deny({ StringNotEquals: { "kms:CallerAccount": [account, other] } }, { Action: "kms:*" }),
    ],
    "external-account-full /Statement/1/Principal/AWS",
  ],
  [
    "kms:Create* for another account",
    [open({ Principal: { AWS: other }, Action: ["kms:Decrypt", "kms:Create*"] })],
    "admin-wildcard-grants /Statement/1/Action/1",
  ],
  ["grants without a limit", [grants(undefined)], "grant-unrestricted /Statement/1/Action"],
  [
    "grants to any grantee",
    [grants({ StringLike: { "kms:GranteePrincipal": "*" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants to a role of any account",
    [grants({ ArnLike: { "kms:GranteePrincipal": "arn:aws:iam::*:role/*" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants of an operation among others",
    [grants({ "ForAnyValue:StringEquals": { "kms:GrantOperations": "DescribeKey" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants of whatever operations",
    [grants({ "ForAllValues:StringLike": { "kms:GrantOperations": "*" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants for AWS services or not",
    [grants({ Bool: { "kms:GrantIsForAWSResource": ["true", "false"] } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants for AWS services, IfExists",
    [grants({ BoolIfExists: { "kms:GrantIsForAWSResource": "true" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants to others than one",
    [grants({ StringNotEquals: { "kms:GranteePrincipal": app } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "grants under a kind of constraint",
    [grants({ StringEquals: { "kms:GrantConstraintType": "EncryptionContextSubset" } })],
    "grant-unrestricted /Statement/1/Action",
  ],
  [
    "kms:Create* for a user of the key",
    [grants(undefined, { Action: ["kms:Create*", "kms:Decrypt"] })],
    "admin-wildcard-grants /Statement/1/Action/0",
  ],
];

test.each(opening.map(([what, statements, ...findings]) => ({ what, statements, findings })))(
  "it opens the key: $what",
  ({ statements, findings }) => {
    expect(securityOf(statements)).toEqual(findings);
  },
);

const closed: readonly (readonly [what: string, ...statements: Json[]])[] = [
  [
    "grants for AWS services, beside what is left of a deleted user",
    grants(
      { Bool: { "kms:GrantIsForAWSResource": "true" } },
      { Principal: { AWS: [app, "AIDA7OC6ZWHNIYBBU44NN"] } },
    ),
  ],
  ["the own account", under({ StringEquals: { "kms:CallerAccount": account } })],
  [
    "the own account, IfExists of a key that is always there",
    under({ StringEqualsIfExists: { "kms:CallerAccount": account } }),
  ],
  [
    "the own account, by aws:PrincipalAccount IfExists",
    under({ StringEqualsIfExists: { "aws:PrincipalAccount": account } }),
  ],
  [
    "a pattern of the own account's roles, IfExists",
    under({ ArnLikeIfExists: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } }),
  ],
  [
    "an action that never works across accounts",
    under({ StringEquals: { "aws:RequestTag/a": "b" } }, { Action: "kms:TagResource" }),
  ],
  ["the organization", under({ StringEquals: { "aws:PrincipalOrgID": org } })],
  ["the organization's paths", under({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${org}/*` } })],
  ["an endpoint", under({ StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } })],
  ["a network", under({ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8", "172.16.0.0/12"] } })],
  ["a service alone", under({ Bool: { "aws:PrincipalIsAWSService": "true" } })],
  ["a date that is past for ever", under({ DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } })],
  ["a Deny of all but the organization", open(), deny({ StringNotEquals: { "aws:PrincipalOrgID": org } })],
  [
    "a Deny of all but the organization's paths",
    open(),
    deny({ "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": `${org}/*` } }),
  ],
  [
    "two Denies that share the actions",
    open(),
    deny({ StringNotEquals: { "aws:PrincipalOrgID": org } }, { Action: "kms:Enc*" }),
    deny({ StringNotEquals: { "kms:CallerAccount": account } }, { Action: "kms:Dec*" }),
  ],
  [
    "two Denies that together reach everyone",
    open(),
    deny({ StringEquals: { "aws:PrincipalTag/x": "a" } }),
    deny({ StringNotEquals: { "aws:PrincipalTag/x": "a" } }),
  ],
  ["grants for AWS services", grants({ Bool: { "kms:GrantIsForAWSResource": "true" } })],
  ["grants to a role", grants({ StringEquals: { "kms:GranteePrincipal": app } })],
  [
    "grants of one operation",
    grants({ "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } }),
  ],
  ["grants through a service", grants({ StringEquals: { "kms:ViaService": "rds.us-west-2.amazonaws.com" } })],
  [
    "grants, and a Deny but for AWS services",
    grants(undefined),
    deny({ BoolIfExists: { "kms:GrantIsForAWSResource": "false" } }, { Action: "kms:CreateGrant" }),
  ],
  [
    "kms:Create* of an administrator who may write the policy",
    grants(undefined, { Action: ["kms:Create*", "kms:Put*"] }),
  ],
];

test.each(closed.map(([what, ...statements]) => ({ what, statements })))(
  "it does not open the key: $what",
  ({ statements }) => {
    expect(securityOf(statements)).toEqual([]);
  },
);

test("where the key's ARN is not known, a Deny that may be about another key is said not to shield", () => {
  const parsed = parsedOf([open(), deny(undefined, { Resource: otherKey })]);
  const [found] = checkPolicy(parsed, { account, partition: "aws" }).filter(
    ({ code }) => code === "public-access",
  );
  expect(found?.message).toContain(`whether ${otherKey} is this key is not known`);
});

const all = [
  ...opening.map(([what, statements]) => ({ what, statements })),
  ...closed.map(([what, ...statements]) => ({ what, statements })),
];

test.each(all)("check and who-can say the same of strangers: $what", ({ statements }) => {
  const policy = readPolicy(documentOf(parsedOf(statements))!);
  const strangers = listAccess(strangersOnly(policy, now), facts).some(
    ({ principal }) => principal === "anyone",
  );
  const codes = [
    "public-access",
    "ineffective-restriction",
    "via-service-without-account",
    "allow-not-principal",
  ];
  expect(securityOf(statements).some((found) => codes.includes(found.split(" ")[0] ?? ""))).toBe(strangers);
});
