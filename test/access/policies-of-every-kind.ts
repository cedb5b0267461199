import {
  delegation,
  foreignRoot,
  keyArn,
  owner,
  role,
  root,
  session,
  type StatementParts,
  stranger,
  user,
} from "./evaluate-fixtures.ts";

/** A policy in a few words, and who or what to ask about beside those whom it names. */
export interface Kind {
  readonly what: string;
  readonly statements: readonly StatementParts[];
  readonly callers?: readonly string[];
  readonly contexts?: readonly Readonly<Record<string, string | readonly string[]>>[];
  readonly version?: string;
}

const everyone: StatementParts = { Principal: { AWS: "*" } };
const Deny = "Deny";
const by = (operator: string, key: string, values: string | readonly string[]): StatementParts => ({
  Condition: { [operator]: { [key]: values } },
});
const open = (operator: string, key: string, values: string | readonly string[]): StatementParts => ({
  ...everyone,
  ...by(operator, key, values),
});
const federated = `arn:aws:sts::${owner}:federated-user/fay`;
const logs = "logs.us-west-2.amazonaws.com";
const admin = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];
const sso = `arn:aws:iam::${owner}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
const linked = `arn:aws:iam::${owner}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`;
const via = "kms:ViaService";
const rds = "rds.us-west-2.amazonaws.com";

/** One policy for each thing that a key policy can say, with what is like it and means something else. */
export const kinds: readonly Kind[] = [
  { what: "a role", statements: [{}], callers: [session("App"), role("App", stranger), role("x/App")] },
  { what: "the account", statements: [delegation], callers: [user("a"), `root-user:${owner}`] },
  { what: "the account and a role", statements: [delegation, {}] },
  { what: "everyone", statements: [everyone] },
  {
    what: "everyone but somebody",
    statements: [everyone, { Effect: Deny, Principal: { AWS: user("eve") } }],
  },
  { what: "everyone but an account", statements: [everyone, { Effect: Deny, Principal: { AWS: stranger } }] },
  { what: "everyone of an account", statements: [open("StringEquals", "kms:CallerAccount", owner)] },
  {
    what: "everyone of accounts like these",
    statements: [open("StringLike", "aws:PrincipalAccount", ["1111*", "4*"])],
    callers: [role("x", "411111111111")],
  },
  {
    what: "everyone who is not of an account",
    statements: [open("StringNotEquals", "kms:CallerAccount", [owner, stranger])],
  },
  {
    what: "everyone of an organization",
    statements: [open("StringEquals", "aws:PrincipalOrgID", "o-aaaa")],
    callers: [`service:${logs}`],
  },
  {
    what: "another account",
    statements: [{ Principal: { AWS: foreignRoot }, Action: ["kms:Decrypt", ...admin] }],
  },
  {
    what: "a role elsewhere",
    statements: [{ Principal: { AWS: role("App", stranger) }, Action: ["kms:Decrypt", "kms:PutKeyPolicy"] }],
  },
  {
    what: "a role elsewhere and its account",
    statements: [
      { Principal: { AWS: [role("App", stranger), foreignRoot] } },
      { Effect: Deny, Principal: { AWS: role("App", stranger) }, ...by("Null", via, "true") },
    ],
  },
  {
    what: "a Deny for all but some",
    statements: [delegation, everyone, { Effect: Deny, NotPrincipal: { AWS: [root, role("App")] } }],
  },
  {
    what: "a Deny for all but a session",
    statements: [everyone, { Effect: Deny, NotPrincipal: { AWS: [root, role("App"), session("App")] } }],
  },
  {
    what: "an Allow for all but some",
    statements: [{ NotPrincipal: { AWS: [user("eve"), stranger] } }],
    callers: [`service:${logs}`],
  },
  { what: "an Allow for all but services", statements: [{ NotPrincipal: { Service: "sns.amazonaws.com" } }] },
  {
    what: "a service",
    statements: [
      { Principal: { Service: "logs.amazonaws.com" }, ...by("StringEquals", "aws:SourceAccount", owner) },
    ],
  },
  {
    what: "a service and no other",
    statements: [
      { Principal: { Service: [logs, "sns.amazonaws.com"] } },
      { Effect: Deny, ...open("StringNotEquals", "aws:PrincipalServiceName", logs) },
    ],
  },
  {
    what: "a service by its names",
    statements: [
      { Principal: { Service: [logs, "sns.amazonaws.com"] } },
      {
        Effect: Deny,
        ...open("ForAllValues:StringNotEquals", "aws:PrincipalServiceNamesList", "logs.amazonaws.com"),
      },
    ],
  },
  {
    what: "services for an account",
    statements: [
      { Principal: { Service: "sns.amazonaws.com" }, ...by("StringEquals", "kms:CallerAccount", owner) },
    ],
  },
  {
    what: "services like these",
    statements: [
      {
        NotPrincipal: { AWS: user("eve") },
        ...by("StringLike", "aws:PrincipalServiceName", "s*.amazonaws.com"),
      },
    ],
  },
  {
    what: "a Deny that spares services",
    statements: [
      everyone,
      { Principal: { Service: "sns.amazonaws.com" } },
      { Effect: Deny, ...open("Bool", "aws:PrincipalIsAWSService", "false") },
    ],
  },
  {
    what: "roles like these",
    statements: [open("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${owner}:role/app-*`)],
    callers: [role("app-one"), role("x/app-one"), session("app-one"), user("app-one")],
  },
  {
    what: "roles unlike these",
    statements: [open("StringNotLike", "aws:PrincipalArn", [`arn:aws:iam::*:role/app-*`, "*/eve"])],
    callers: [role("app-one"), user("eve")],
  },
  {
    what: "users by their name",
    statements: [open("StringEquals", "aws:username", "alice")],
    callers: [user("alice"), user("team/alice"), user("bob"), role("alice")],
  },
  {
    what: "users like these",
    statements: [open("StringLike", "aws:username", "a*")],
    callers: [user("alice"), user("x/a"), user("bob"), `root-user:${owner}`],
  },
  {
    what: "the root user by its id",
    statements: [open("StringEquals", "aws:userid", owner)],
    callers: [`root-user:${owner}`, user("a")],
  },
  {
    what: "root users",
    statements: [open("StringEquals", "aws:PrincipalType", "Account")],
    callers: [`root-user:${owner}`, user("a"), federated],
  },
  {
    what: "nobody but users",
    statements: [open("StringNotEquals", "aws:PrincipalType", ["AssumedRole", "Account"])],
    callers: [user("a"), federated, `root-user:${stranger}`],
  },
  {
    what: "who has a tag",
    statements: [open("StringEquals", "aws:PrincipalTag/team", "a")],
    callers: [`root-user:${owner}`, `service:${logs}`],
  },
  {
    what: "who lacks a tag",
    statements: [open("Null", "aws:PrincipalTag/team", "true")],
    callers: [`root-user:${owner}`],
  },
  { what: "a session", statements: [{ Principal: { AWS: session("App") } }] },
  { what: "a role but one session", statements: [{}, { Effect: Deny, Principal: { AWS: session("App") } }] },
  {
    what: "a role more than its session",
    statements: [{}, { Principal: { AWS: session("App") }, Action: "kms:Encrypt" }],
  },
  {
    what: "a session whose role lies somewhere",
    statements: [
      {
        Principal: { AWS: session("Deep") },
        ...by("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${owner}:role/team/*`),
      },
    ],
  },
  {
    what: "somebody who is gone",
    statements: [
      { Principal: { AWS: ["AROAAAAAAAAAAAAAAAAAA", "AIDAAAAAAAAAAAAAAAAAA"] } },
      { Principal: { AWS: "AROABBBBBBBBBBBBBBBBB:one" } },
    ],
    callers: ["AROAAAAAAAAAAAAAAAAAA:one"],
  },
  {
    what: "a federated user",
    statements: [
      { Principal: { AWS: federated } },
      { Effect: Deny, Principal: { AWS: federated }, ...by("Bool", "aws:SecureTransport", "false") },
    ],
  },
  {
    what: "roles that AWS makes",
    statements: [
      open("ArnLike", "aws:PrincipalArn", [
        `arn:aws:iam::${owner}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*`,
      ]),
    ],
    callers: [sso, role("AWSReservedSSO_Admin_x")],
  },
  {
    what: "roles of services",
    statements: [open("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::*:role/aws-service-role/*`)],
    callers: [linked],
  },
  { what: "through a service", statements: [by("StringEquals", via, [rds, "s3.us-west-2.amazonaws.com"])] },
  { what: "through none", statements: [{}, { Effect: Deny, ...open("Null", via, "false") }] },
  {
    what: "through some but one",
    statements: [
      by("StringLike", via, "*.us-west-2.amazonaws.com"),
      { Effect: Deny, ...open("StringEqualsIfExists", via, rds) },
    ],
    contexts: [{ [via]: rds }],
  },
  {
    what: "a context of the encryption",
    statements: [by("StringEquals", "kms:EncryptionContext:App", ["a", "b"]), { Action: "kms:PutKeyPolicy" }],
  },
  {
    what: "keys of the context",
    statements: [
      by("ForAllValues:StringEquals", "kms:EncryptionContextKeys", ["a", "b"]),
      { Effect: Deny, ...open("ForAnyValue:StringEquals", "kms:EncryptionContextKeys", "b") },
    ],
    contexts: [{ "kms:EncryptionContextKeys": ["a", "b"] }, { "kms:EncryptionContextKeys": ["a", "c"] }],
  },
  {
    what: "a tag of the caller as the context",
    statements: [by("StringEquals", "kms:EncryptionContext:team", "${aws:PrincipalTag/team}")],
    contexts: [{ "kms:EncryptionContext:team": "x", "aws:PrincipalTag/team": "x" }],
  },
  {
    what: "no variable under the old Version",
    statements: [by("StringEquals", "kms:EncryptionContext:team", "${aws:PrincipalTag/team}")],
    version: "2008-10-17",
    contexts: [{ "kms:EncryptionContext:team": "x", "aws:PrincipalTag/team": "x" }],
  },
  {
    what: "the key's account as a variable",
    statements: [open("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}")],
  },
  {
    what: "a variable or a text",
    statements: [by("StringLike", "kms:EncryptionContext:team", ["${aws:username}-*", "x"])],
  },
  { what: "all actions but some", statements: [{ NotAction: ["kms:Put*", "kms:Decrypt"] }] },
  {
    what: "actions like these",
    statements: [
      { Action: ["kms:*Key", "kms:?ncrypt", "Decrypt", "s3:*", "kms:decrypt"] },
      { Effect: Deny, Action: "kms:S*" },
    ],
  },
  {
    what: "any action",
    statements: [{ Action: "*" }, { Effect: Deny, ...everyone, NotAction: "kms:Decrypt" }],
  },
  { what: "this key", statements: [{ Resource: [keyArn, `${keyArn}x`] }] },
  { what: "another key", statements: [{ Resource: `${keyArn}x` }] },
  {
    what: "any key but this one",
    statements: [{ NotResource: `${keyArn}*` }, { NotResource: `${keyArn}x`, Action: "kms:Encrypt" }],
  },
  {
    what: "keys of the account",
    statements: [
      { Resource: `arn:aws:kms:*:${owner}:key/*` },
      { Effect: Deny, Resource: `arn:aws:kms:*:${owner}:alias/*` },
    ],
  },
  {
    what: "a time",
    statements: [
      by("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
      { Effect: Deny, ...open("NumericGreaterThanEquals", "aws:EpochTime", "1798761600") },
    ],
    contexts: [{ "aws:CurrentTime": "2026-06-01T00:00:00Z" }, { "aws:EpochTime": "1798761600" }],
  },
  {
    what: "addresses",
    statements: [
      by("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
      { Effect: Deny, ...open("IpAddress", "aws:SourceIp", "203.0.113.7") },
    ],
    contexts: [{ "aws:SourceIp": "203.0.113.8" }, { "aws:SourceIp": "203.0.113.7" }],
  },
  {
    what: "days before a deletion",
    statements: [
      {
        Action: ["kms:ScheduleKeyDeletion", "kms:Decrypt"],
        ...by("NumericGreaterThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "7"),
      },
    ],
    contexts: [{ "kms:ScheduleKeyDeletionPendingWindowInDays": "8" }],
  },
  {
    what: "what grants may hold",
    statements: [
      {
        Action: ["kms:CreateGrant", "kms:Encrypt"],
        ...by("ForAllValues:StringEquals", "kms:GrantOperations", ["Decrypt"]),
      },
      { Effect: Deny, Action: "kms:CreateGrant", ...by("Null", "kms:GrantOperations", "true") },
    ],
  },
  {
    what: "grants for services",
    statements: [
      { Action: "kms:CreateGrant", ...by("Bool", "kms:GrantIsForAWSResource", "true") },
      { Effect: Deny, ...by("Bool", "kms:GrantIsForAWSResource", "true") },
    ],
  },
  {
    what: "facts of the key",
    statements: [
      by("StringEquals", "kms:KeySpec", "RSA_2048"),
      { Action: "kms:Encrypt", ...by("StringNotEquals", "kms:KeyOrigin", "EXTERNAL") },
      { Action: "kms:CreateGrant", ...by("Null", "kms:MultiRegionKeyType", "true") },
    ],
  },
  {
    what: "with a second factor",
    statements: [{}, { Effect: Deny, ...open("BoolIfExists", "aws:MultiFactorAuthPresent", "false") }],
    contexts: [{ "aws:MultiFactorAuthPresent": "true" }, { "aws:MultiFactorAuthPresent": "false" }],
  },
  {
    what: "two conditions at once",
    statements: [
      {
        Condition: {
          StringEquals: { [via]: rds, "aws:SourceAccount": owner },
          Bool: { "aws:ViaAWSService": "true" },
        },
      },
    ],
    contexts: [{ [via]: rds, "aws:SourceAccount": owner }],
  },
  {
    what: "the same to several",
    statements: [
      by("StringEquals", via, rds),
      { Principal: { AWS: [user("a"), role("B"), root] }, ...by("StringEquals", via, rds) },
    ],
  },
  {
    what: "what overlaps",
    statements: [
      by("StringLike", via, "r*.amazonaws.com"),
      by("StringEquals", "aws:SourceAccount", owner),
      { Effect: Deny, ...open("StringEquals", via, rds) },
    ],
    contexts: [{ [via]: rds }, { [via]: "redshift.us-west-2.amazonaws.com", "aws:SourceAccount": owner }],
  },
  {
    what: "another partition",
    statements: [
      { Principal: { AWS: `arn:aws-cn:iam::${owner}:role/App` } },
      { Principal: { AWS: `arn:aws-cn:iam::${stranger}:root` } },
    ],
  },
  {
    what: "everyone, and less for one account",
    statements: [
      everyone,
      { Effect: Deny, Principal: { AWS: stranger }, ...by("StringEquals", via, rds) },
      { Principal: { AWS: role("Z", stranger) }, Action: "kms:Encrypt" },
    ],
  },
  {
    what: "everyone through IAM elsewhere, a role at home",
    statements: [open("StringNotEquals", "aws:PrincipalAccount", owner), {}],
  },
  {
    what: "a statement that gives nothing",
    statements: [{ Action: "kms:PutKeyPolicy", ...by("Bool", "aws:SecureTransport", "false") }, {}],
  },
];
