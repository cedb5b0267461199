import {
  account,
  admin,
  app,
  beside,
  changed,
  external,
  facts,
  only,
  root,
  rootStatement,
  statement,
  when,
} from "../fixture.ts";
import { boundaries, type Boundary } from "./boundary.ts";

// Who gets in, each rule from both sides.

const to = (AWS: unknown, parts = {}) => statement({ Principal: { AWS }, ...parts });
const elsewhere = "arn:aws:kms:us-west-2:111122223333:key/other";

const measured = { StringEqualsIgnoreCase: { "kms:RecipientAttestation:PCR0": "ab" } };
const perhapsMeasured = { StringEqualsIgnoreCaseIfExists: { "kms:RecipientAttestation:PCR0": "ab" } };
const enclave = to(app, { Condition: measured });
boundaries("enclave-attestation-missing", [
  ["a way around", "security", beside(enclave, to(admin))],
  [
    "a way around, where it may be missing",
    "security",
    beside(enclave, to(admin, { Condition: perhapsMeasured })),
  ],
  [
    "asked for where it may be missing alone",
    "-",
    beside(to(app, { Condition: perhapsMeasured }), to(admin)),
  ],
  ["what the account hands on", "-", beside(enclave, to(root))],
  ["the account beside a role", "security", beside(enclave, to([root, admin]))],
  ["another operation", "-", beside(enclave, to(admin, { Action: "kms:Encrypt" }))],
  [
    "two operations are one way",
    "security",
    beside(
      { ...enclave, Action: ["kms:Decrypt", "kms:GenerateDataKey"] },
      to(admin, { Action: ["kms:Decrypt", "kms:GenerateDataKey"] }),
    ),
  ],
]);

const powerful = ["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "DeleteImportedKeyMaterial"];
const elsewhereGets = (Action: unknown, parts = {}) =>
  changed({ Principal: { AWS: external }, Action, ...parts });
boundaries("external-account-full", [
  ...powerful.map((name): Boundary => [name, "security", elsewhereGets(`kms:${name}`)]),
  ["use", "-", elsewhereGets(["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"])],
  ["all but some", "security", elsewhereGets(undefined, { NotAction: "kms:Decrypt" })],
  ["the own account", "-", changed({ Principal: { AWS: root }, Action: "kms:*" })],
]);

boundaries("external-account-access", [
  ["use", "warning", elsewhereGets("kms:Decrypt")],
  ["what never works from elsewhere", "-", elsewhereGets("kms:PutKeyPolicy")],
  [
    "an account that is trusted",
    "-",
    elsewhereGets("kms:Decrypt"),
    { options: { trustedAccounts: new Set(["444455556666"]) } },
  ],
]);

const ours = { options: { organization: "o-abcdefghij" } };
const organization = (id: string, operator = "StringEquals") =>
  when({ [operator]: { "aws:PrincipalOrgID": id } }, { Principal: { AWS: "*" } });
boundaries("external-account-access", [
  ["our organization", "-", organization("o-abcdefghij"), ours],
  ["another organization", "warning", organization("o-otherother"), ours],
  ["another, in whatever letters", "warning", organization("O-OTHEROTHER", "StringEqualsIgnoreCase"), ours],
  ["another, with a long id", "warning", organization(`o-${"a".repeat(32)}`), ours],
]);

boundaries("external-action-inert", [
  ["administration", "warning", elsewhereGets(["kms:Decrypt", "kms:PutKeyPolicy"])],
  ["on no key, which has a finding of its own", "-", elsewhereGets(["kms:Decrypt", "kms:ListKeys"])],
  [
    "for the own account, too",
    "-",
    elsewhereGets("kms:PutKeyPolicy", { Principal: { AWS: [external, app] } }),
  ],
  ["a Deny", "-", elsewhereGets("kms:PutKeyPolicy", { Effect: "Deny" })],
  ["some of a pattern work", "-", elsewhereGets("kms:*")],
]);

const vendors = { options: { vendorAccounts: new Set(["444455556666"]) } };
boundaries("third-party-without-id", [
  ["the whole account", "suggestion", elsewhereGets("kms:Decrypt"), vendors],
  [
    "under a condition",
    "-",
    elsewhereGets("kms:Decrypt", { Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } }),
    vendors,
  ],
  [
    "a role of it",
    "-",
    elsewhereGets("kms:Decrypt", { Principal: { AWS: "arn:aws:iam::444455556666:role/Reader" } }),
    vendors,
  ],
  ["a Deny", "-", elsewhereGets("kms:Decrypt", { Effect: "Deny" }), vendors],
  ["of another key", "-", elsewhereGets("kms:Decrypt", { Resource: elsewhere }), vendors],
]);

const five = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];
const forbidden = (actions: readonly string[]) => ({
  options: { forbid: [{ principal: "outside", actions, except: [], reason: "ours alone" }] },
});
boundaries("forbidden-access", [
  ["five actions are named", "error", elsewhereGets(five), { ...forbidden(five), says: /^(?!.*more)/ }],
  [
    "of six one is counted",
    "error",
    elsewhereGets([...five, "kms:ReEncryptFrom"]),
    { ...forbidden([...five, "kms:ReEncryptFrom"]), says: /and 1 more/ },
  ],
  [
    "without a condition",
    "error",
    elsewhereGets("kms:Decrypt"),
    { ...forbidden(["kms:Decrypt"]), says: /^(?!.*under a condition)/ },
  ],
  [
    "under a condition",
    "error",
    elsewhereGets("kms:Decrypt", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    { ...forbidden(["kms:Decrypt"]), says: /under a condition/ },
  ],
]);

const grants = (Condition?: object, parts = {}) =>
  changed({ Action: "kms:CreateGrant", ...(Condition && { Condition }), ...parts });
const operations = (list: readonly string[], operator = "ForAllValues:StringEquals") => ({
  [operator]: { "kms:GrantOperations": list },
});
const withDeny = (condition: object) =>
  beside(
    to(app, { Action: "kms:CreateGrant" }),
    statement({ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:CreateGrant", Condition: condition }),
  );
const grantee = (value: string, operator = "StringLike") =>
  grants({ [operator]: { "kms:GranteePrincipal": value } });
const manages = { Action: ["kms:CreateGrant", "kms:PutKeyPolicy"] };
boundaries("grant-unrestricted", [
  ["without a limit", "security", grants()],
  ["with a star behind it", "security", grants(undefined, { Action: "kms:CreateGrant*" })],
  ["for services", "-", grants({ Bool: { "kms:GrantIsForAWSResource": "true" } })],
  ["of one operation", "-", grants(operations(["Decrypt"]))],
  ["of all but grants", "-", grants(operations(["Decrypt", "Encrypt", "GenerateDataKey"]))],
  [
    "of all that a key is for",
    "security",
    grants(operations(["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant"])),
  ],
  [
    "of one operation and any others",
    "security",
    grants(operations(["Decrypt"], "ForAnyValue:StringEquals")),
  ],
  [
    "what is beyond one operation is denied",
    "-",
    withDeny(operations(["Decrypt"], "ForAnyValue:StringNotEquals")),
  ],
  [
    "what has nothing of it is denied",
    "security",
    withDeny(operations(["Decrypt"], "ForAllValues:StringNotEquals")),
  ],
  ["to one role", "-", grantee(app)],
  ["to the roles of an account", "-", grantee(`arn:aws:iam::${account}:role/*`)],
  ["to anybody", "security", grantee("*")],
  ["to the roles of any account", "security", grantee("arn:aws:iam::*:role/*")],
  ["through a service", "-", grants({ StringLike: { "kms:ViaService": "rds.*.amazonaws.com" } })],
  ["through any", "security", grants({ StringLike: { "kms:ViaService": "*" } })],
  ["by who may write the policy anyhow", "-", beside(to(app, manages))],
  [
    "by another beside that one",
    "security",
    beside(to([app, admin], { Action: "kms:CreateGrant" }), to(app, { Action: "kms:PutKeyPolicy" })),
  ],
  [
    "by both, who may",
    "-",
    beside(to([app, admin], { Action: "kms:CreateGrant" }), to([app, admin], { Action: "kms:PutKeyPolicy" })),
  ],
  [
    "by one who may write it at times",
    "security",
    beside(
      to(app, { Action: "kms:CreateGrant" }),
      to(app, { Action: "kms:PutKeyPolicy", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    ),
  ],
  [
    "by one to whom writing is denied",
    "security",
    beside(to(app, manages), to(app, { Effect: "Deny", Action: "kms:PutKeyPolicy" })),
  ],
  ["by what is left of a role", "-", grants(undefined, { Principal: { AWS: "AROADBQP57FF2AEXAMPLE" } })],
  ["by the account, whose IAM may limit it", "-", grants(undefined, { Principal: { AWS: root } })],
  ["by another account", "security", grants(undefined, { Principal: { AWS: external } })],
]);

const fromAccount = { StringEquals: { "aws:SourceAccount": account } };
const forService = (Condition?: object, parts = {}) =>
  changed({ Principal: { Service: "sns.amazonaws.com" }, ...(Condition && { Condition }), ...parts });
boundaries("admin-wildcard-grants", [
  [
    "everything, of another account alone, which has a finding of its own",
    "-",
    grants(undefined, { Action: "kms:*", Principal: { AWS: external } }),
  ],
  [
    "everything, of another account and a role beside it",
    "security",
    grants(undefined, { Action: "kms:*", Principal: { AWS: [external, app] } }),
  ],
  ["Create*", "security", grants(undefined, { Action: "kms:Create*" }), { says: /write kms:CreateAlias/ }],
  [
    "by its name beside it, which has a finding of its own",
    "-",
    grants(undefined, { Action: ["kms:Create*", "kms:CreateGrant"] }),
  ],
  ["all of the key for another account, which has one, too", "-", elsewhereGets("kms:*")],
  [
    "all of the key for a service",
    "security",
    forService(fromAccount, { Action: "kms:*" }),
    { says: /CreateGrant not among them/ },
  ],
  ["without a wildcard", "-", grants(undefined, { Action: "kms:CreateAlias" })],
]);

boundaries("allow-not-principal", [
  ["an Allow", "security", changed({ Principal: undefined, NotPrincipal: { AWS: app } })],
  ["a Deny", "-", changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: app } })],
  ["of another key", "-", changed({ Principal: undefined, NotPrincipal: { AWS: app }, Resource: elsewhere })],
]);
boundaries("allow-not-action", [
  ["an Allow", "security", changed({ Action: undefined, NotAction: "kms:Decrypt" })],
  ["a Deny", "-", changed({ Effect: "Deny", Action: undefined, NotAction: "kms:Decrypt" })],
]);

const administers = (AWS: unknown) => to(AWS, { Action: ["kms:PutKeyPolicy", "kms:DescribeKey"] });
boundaries("admin-is-user", [
  ["one who does both", "suggestion", beside(administers(admin), to(admin))],
  ["two who do one each", "-", beside(administers(admin), to(app))],
  [
    "codes of messages are use",
    "suggestion",
    beside(administers(admin), to(admin, { Action: "kms:GenerateMac" })),
  ],
  ["to check them is, too", "suggestion", beside(administers(admin), to(admin, { Action: "kms:VerifyMac" }))],
  ["to look is none", "-", beside(administers(admin), to(admin, { Action: "kms:DescribeKey" }))],
  [
    "all in one statement, which has a finding of its own",
    "-",
    beside(to(admin, { Action: "kms:*" }), to(admin)),
  ],
  [
    "administration with use, and administration",
    "-",
    beside(administers(admin), to(admin, { Action: ["kms:PutKeyPolicy", "kms:Decrypt"] })),
  ],
  ["the account", "-", beside(administers(root), to(root))],
]);
boundaries("full-access-principal", [
  ["everything", "warning", changed({ Action: "kms:*" })],
  ["the policy alone", "-", changed({ Action: "kms:Put*" })],
  ["use alone", "-", changed({ Action: "kms:Decrypt*" })],
  ["for the account", "-", only(rootStatement)],
  ["a Deny", "-", changed({ Effect: "Deny", Action: "kms:*" })],
]);

const ofResource = (...values: string[]) => ({
  StringEquals: { "kms:EncryptionContext:aws:s3:arn": values },
});
const own = `arn:aws:s3:us-west-2:${account}:b`;
const sns = { Service: "sns.amazonaws.com" };
const opposite: Readonly<Record<string, string>> = { StringEquals: "StringNotEquals", ArnLike: "ArnNotLike" };
/** A service that may decrypt, and is denied what does not meet this condition. */
const keptFrom = (
  condition: Record<string, Record<string, unknown>>,
  parts = {},
  Action: unknown = "kms:Decrypt",
) => {
  const turned = Object.entries(condition).map(([operator, tests]) =>
    operator === "Null"
      ? [operator, Object.fromEntries(Object.keys(tests).map((key) => [key, "true"]))]
      : [opposite[operator] ?? operator, tests],
  );
  const deny = { Effect: "Deny", Principal: sns, Condition: Object.fromEntries(turned) as object, ...parts };
  return beside(statement({ Principal: sns, Action }), statement(deny));
};

boundaries("service-principal-unscoped", [
  ["for anybody", "security", forService()],
  ["for an account", "-", forService(fromAccount)],
  [
    "for one's units",
    "-",
    forService({ "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "o-abcdefghij/r-ab12/*" } }),
  ],
  ["for an organization", "-", forService({ StringEquals: { "aws:SourceOrgID": "o-abcdefghij" } })],
  ["for a resource", "-", forService({ ArnLike: { "aws:SourceArn": `arn:aws:sns:us-west-2:${account}:*` } })],
  ["for any resource", "security", forService({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } })],
  [
    "where the source is told",
    "security",
    forService({ StringEqualsIfExists: { "aws:SourceAccount": account } }),
  ],
  [
    "for all sources, none among them",
    "security",
    forService({ "ForAllValues:StringEquals": { "aws:SourceAccount": account } }),
  ],
  ["not for an account", "security", forService({ StringNotEquals: { "aws:SourceAccount": account } })],
  ["by the context of the account", "warning", forService(ofResource(own)), { says: /context alone/ }],
  ["by that, or any other", "security", forService(ofResource(own, "x"))],
  ["by the context of nothing", "security", forService(ofResource()), { says: /anyone's resources/ }],
  [
    "all from elsewhere is denied",
    "-",
    beside(
      statement({ Principal: { Service: "sns.amazonaws.com" } }),
      statement({
        Effect: "Deny",
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { StringNotEquals: { "aws:SourceAccount": account } },
      }),
    ),
  ],
  [
    "some from elsewhere is denied",
    "security",
    beside(
      statement({ Principal: { Service: "sns.amazonaws.com" } }),
      statement({
        Effect: "Deny",
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } },
      }),
    ),
  ],
  [
    "all without the account's context is denied, wherever it is from",
    "security",
    keptFrom(ofResource(own, "aws")),
  ],
  [
    "all from elsewhere is denied, of one action of two",
    "security",
    keptFrom(fromAccount, { Action: "kms:Decrypt" }, ["kms:Decrypt", "kms:Encrypt"]),
  ],
  [
    "all from elsewhere is denied, of both",
    "-",
    keptFrom(fromAccount, { Action: ["kms:Decrypt", "kms:Encrypt"] }, ["kms:Decrypt", "kms:Encrypt"]),
  ],
  [
    "all from elsewhere is denied, to another service",
    "security",
    keptFrom(fromAccount, { Principal: { Service: "s3.amazonaws.com" } }),
  ],
  [
    "all from elsewhere is denied, of another key",
    "security",
    keptFrom(fromAccount, { Resource: elsewhere }),
  ],
  [
    "all for other resources is denied",
    "-",
    keptFrom({ ArnLike: { "aws:SourceArn": `arn:aws:sns:us-west-2:${account}:*` } }),
  ],
  ["all for no resource is denied", "security", keptFrom({ StringLike: { "aws:SourceArn": "*" } })],
  ["all without a source is denied", "security", keptFrom({ Null: { "aws:SourceAccount": "false" } })],
  [
    "all of it is denied",
    "-",
    beside(statement({ Principal: sns }), statement({ Effect: "Deny", Principal: sns })),
  ],
]);

const inOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };
boundaries("service-principal-bad-key", [
  ["a service of an organization", "warning", forService(inOrganization)],
  [
    "a service beside a role",
    "-",
    forService(inOrganization, { Principal: { Service: "sns.amazonaws.com", AWS: app } }),
  ],
  ["where it has one", "-", forService({ StringEqualsIfExists: inOrganization.StringEquals })],
  ["where it has none", "-", forService({ Null: { "aws:PrincipalOrgID": "true" } })],
  ["not of an organization", "-", forService({ StringNotEquals: inOrganization.StringEquals })],
  ["a Deny", "-", forService(inOrganization, { Effect: "Deny" })],
]);

const orNone = { StringEqualsIfExists: inOrganization.StringEquals };
const everyone = (Condition: object) => when({ ...Condition }, { Principal: { AWS: "*" } });
boundaries("ineffective-restriction", [
  [
    "addresses that nobody has on the internet",
    "-",
    everyone({ IpAddress: { "aws:SourceIp": "100.64.0.0/10" } }),
  ],
  ["a /8", "-", everyone({ IpAddress: { "aws:SourceIp": "11.0.0.0/8" } })],
  [
    "a /8 and one more",
    "security",
    everyone({ IpAddress: { "aws:SourceIp": ["11.0.0.0/8", "203.0.113.7"] } }),
  ],
  ["a /8 and a part of it", "-", everyone({ IpAddress: { "aws:SourceIp": ["11.0.0.0/8", "11.1.0.0/16"] } })],
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "0.0.0.0/8"].map(
    (nobodys): Boundary => [
      `a /8 and ${nobodys}, from where nobody comes`,
      "-",
      everyone({ IpAddress: { "aws:SourceIp": ["11.0.0.0/8", nobodys] } }),
    ],
  ),
  ["a /7", "security", everyone({ IpAddress: { "aws:SourceIp": "12.0.0.0/7" } })],
  ["a /16 of IPv6", "-", everyone({ IpAddress: { "aws:SourceIp": "2001::/16" } })],
  ["a /15 of IPv6", "security", everyone({ IpAddress: { "aws:SourceIp": "2000::/15" } })],
  ["an organization", "-", everyone(inOrganization)],
  ["any organization", "security", everyone({ StringLike: { "aws:PrincipalOrgID": "o-*" } })],
  ["an organization, or none", "security", everyone(orNone)],
  [
    "an organization, and one there has to be",
    "-",
    everyone({ ...orNone, Null: { "aws:PrincipalOrgID": "false" } }),
  ],
  [
    "an organization, or none, and there is to be none",
    "security",
    everyone({ ...orNone, Null: { "aws:PrincipalOrgID": "true" } }),
  ],
  [
    "an organization, or none, and another key is to be there",
    "security",
    everyone({ ...orNone, Null: { "aws:PrincipalArn": "false" } }),
  ],
  [
    "an organization, or none, and not that of this name",
    "security",
    everyone({ ...orNone, StringNotEquals: { "aws:PrincipalOrgID": "false" } }),
  ],
]);

boundaries("public-access", [
  ["everyone", "security", changed({ Principal: { AWS: "*" } })],
  [
    "everyone, of what never works from elsewhere",
    "-",
    changed({ Principal: { AWS: "*" }, Action: "kms:PutKeyPolicy" }),
  ],
  ["everyone, of another key", "-", changed({ Principal: { AWS: "*" }, Resource: elsewhere })],
  [
    "everyone, where the key's ARN is not known",
    "security",
    changed({ Principal: { AWS: "*" }, Resource: elsewhere }),
    { facts: { ...facts, arn: undefined }, says: /is not known/ },
  ],
]);
