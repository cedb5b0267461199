import type { Policy } from "../../src/policy/model.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import {
  account,
  admin,
  app,
  beside,
  changed,
  external,
  facts,
  keyArn,
  only,
  plain,
  root,
  rootStatement,
  statement,
  textOf,
  when,
  type Row,
} from "./fixture.ts";

const S1 = "/Statement/1";
const policyOf = (value: Record<string, unknown>): Policy =>
  readPolicy(documentOf(parsePolicyText(JSON.stringify(value), "json"))!);
const sized = (bytes: number): string => {
  const text = textOf(beside(plain));
  return text + " ".repeat(bytes - text.length);
};
const star = { AWS: "*" };
const creates = { Action: "kms:Create*" };
const unknownKey = { facts: {}, goodFacts: {}, path: "", shows: "{" };
/** The policy of an AWS managed key, under this Id and with this action for the service itself. */
const awsManaged = (id: string, serviceAction = "kms:Describe*"): Record<string, unknown> => ({
  Id: id,
  ...only(
    statement({
      Principal: star,
      Action: ["kms:Decrypt", "kms:CreateGrant"],
      Condition: {
        StringEquals: { "kms:CallerAccount": account, "kms:ViaService": "ec2.us-west-2.amazonaws.com" },
      },
    }),
    statement({ Principal: { AWS: root }, Action: ["kms:Describe*", "kms:Get*", "kms:List*"] }),
    statement({ Principal: { Service: "ec2.amazonaws.com" }, Action: serviceAction }),
  ),
});
const service = { Service: "sns.amazonaws.com" };
const caller = { arn: `arn:aws:sts::${account}:assumed-role/Admin/me`, account };
const adminAll = statement({ Principal: { AWS: admin }, Action: "kms:*" });
const adminPolicy = statement({ Principal: { AWS: admin }, Action: ["kms:Put*", "kms:Get*"] });
const sessionAll = statement({
  Principal: { AWS: `arn:aws:sts::${account}:assumed-role/App/me` },
  Action: "kms:*",
});
const inTeam = `arn:aws:iam::${account}:role/team/App`;
const denyTeam = statement({
  ...{ Effect: "Deny", Principal: star, Action: "kms:Put*" },
  Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/team/*` } },
});
/** As the console writes it for administrators who may not delete the key. */
const consoleAdmin = [
  ...["kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*"],
  ...["kms:Revoke*", "kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource"],
];
const denyManage = statement({ Effect: "Deny", Principal: star, Action: "kms:*" });
const signing = { ...facts, spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" };
const rsa = { ...facts, spec: "RSA_2048" };
const context = { StringEquals: { "kms:EncryptionContext:A": "1" } };
const pcr = { StringEqualsIgnoreCase: { "kms:RecipientAttestation:PCR0": "ab" } };

/** The ARN of a role that AWS makes, as AWS makes it. */
const wholeRole = (role: string): string =>
  role.replace(
    /role\/.*\/?(?=AWS(Service|Reserved))/,
    (_, kind: string) =>
      `role/${kind === "Service" ? "aws-service-role/x" : "aws-reserved/sso"}.amazonaws.com/`,
  );

/** The reference's table: one trigger and one near twin for each code. */
const noOutsiders = { principal: "outside", actions: ["kms:*"], except: [], reason: "ours alone" };

export const rows: readonly Row[] = [
  // Document
  { code: "json-syntax", bad: '{"Version":"2012-10-17",}', good: beside(), path: "", shows: ",}" },
  { code: "json-syntax", bad: '["Version"]', good: beside(), path: "", shows: "[" },
  {
    code: "duplicate-json-key",
    bad: textOf(beside(plain)).replace('"kms:Decrypt"', '"kms:Decrypt", "Action": "kms:Encrypt"'),
    good: changed({ Action: ["kms:Decrypt", "kms:Encrypt"] }),
    path: `${S1}/Action`,
    shows: '"Action": "kms:Encrypt"',
  },
  {
    code: "duplicate-condition-key-case",
    bad: when({ StringEquals: { "aws:PrincipalTag/t": "a", "AWS:principaltag/T": "b" } }),
    good: when({ StringEquals: { "aws:PrincipalTag/t": ["a", "b"] } }),
    path: `${S1}/Condition/StringEquals/AWS:principaltag~1T`,
    shows: '"AWS:principaltag/T"',
  },
  { code: "policy-too-large", bad: sized(32_769), good: sized(32_768), path: "", shows: "{" },
  { code: "policy-near-limit", bad: sized(29_600), good: sized(10_000), path: "", shows: "{" },
  {
    code: "invalid-character",
    bad: changed({ Sid: "Allow – use" }),
    good: changed({ Sid: "Allow - use" }),
    path: `${S1}/Sid`,
    shows: "– use",
  },
  { code: "missing-version", bad: { Statement: [plain] }, good: beside(), path: "", shows: "{" },
  {
    code: "invalid-version",
    bad: { ...beside(), Version: "2012-10-18" },
    good: beside(),
    path: "/Version",
    shows: '"2012-10-18"',
  },
  {
    code: "old-version",
    bad: { ...beside(), Version: "2008-10-17" },
    good: beside(),
    path: "/Version",
    shows: '"2008-10-17"',
  },
  {
    code: "variable-in-old-version",
    bad: { ...when({ StringEquals: { "aws:PrincipalTag/t": "${aws:username}" } }), Version: "2008-10-17" },
    good: when({ StringEquals: { "aws:PrincipalTag/t": "${aws:username}" } }),
    path: `${S1}/Condition/StringEquals/aws:PrincipalTag~1t`,
    shows: '"${aws:username}"',
  },
  { code: "missing-statement", bad: only(), good: beside(), path: "/Statement", shows: "[]" },
  { code: "missing-statement", bad: { Version: "2012-10-17" }, good: beside(), path: "", shows: "{" },
  {
    code: "unknown-element",
    bad: changed({ Action: undefined, Actions: ["kms:Decrypt"] }),
    good: changed({ Action: ["kms:Decrypt"] }),
    path: `${S1}/Actions`,
    shows: '"Actions"',
  },
  {
    code: "data-type-mismatch",
    bad: changed({ Effect: ["Allow"] }),
    good: beside(plain),
    path: `${S1}/Effect`,
    shows: "[",
  },

  // Statement
  {
    code: "invalid-effect",
    bad: changed({ Effect: "ALLOW" }),
    good: beside(plain),
    path: `${S1}/Effect`,
    shows: '"ALLOW"',
  },
  {
    code: "missing-principal",
    bad: changed({ Principal: undefined }),
    good: beside(plain),
    path: S1,
    shows: "{",
  },
  {
    code: "missing-principal",
    bad: changed({ Principal: {} }),
    good: beside(plain),
    path: `${S1}/Principal`,
    shows: "{}",
  },
  { code: "missing-action", bad: changed({ Action: undefined }), good: beside(plain), path: S1, shows: "{" },
  {
    code: "missing-action",
    bad: changed({ Action: [] }),
    good: beside(plain),
    path: `${S1}/Action`,
    shows: "[]",
  },
  {
    code: "missing-resource",
    bad: changed({ Resource: undefined }),
    good: beside(plain),
    path: S1,
    shows: "{",
  },
  ...[
    "policy/Keys",
    "mfa/Alice",
    "saml-provider/Ad",
    "oidc-provider/x.example",
    "server-certificate/Web",
  ].map((name): Row => ({
    code: "iam-only-arn",
    bad: changed({ Principal: { AWS: `arn:aws:iam::${account}:${name}` } }),
    good: changed({ Principal: { AWS: app } }),
    path: `${S1}/Principal/AWS`,
    shows: `"arn:aws:iam::${account}:${name}"`,
  })),
  ...(
    [
      ["NotPrincipal", { AWS: app }],
      ["NotResource", "*"],
    ] as const
  ).map(([name, value]): Row => ({
    code: "element-conflict",
    bad: changed({ [name]: value }),
    good: beside(plain),
    path: `${S1}/${name}`,
    shows: `"${name}"`,
  })),
  ...[7, ["2012-10-17"], null].map((version): Row => ({
    code: "data-type-mismatch",
    bad: { ...beside(plain), Version: version },
    good: beside(plain),
    path: "/Version",
    shows: version === null ? "null" : version === 7 ? "7" : "[",
  })),
  {
    code: "data-type-mismatch",
    bad: { Version: "2012-10-17", Statement: "all" },
    good: beside(plain),
    path: "/Statement",
    shows: '"all"',
  },
  {
    code: "invalid-effect",
    bad: changed({ Effect: undefined }),
    good: beside(plain),
    path: S1,
    shows: "{",
  },
  {
    code: "missing-resource",
    bad: changed({ Resource: [] }),
    good: beside(plain),
    path: `${S1}/Resource`,
    shows: "[]",
  },
  // Keys that an action never carries: an Allow is dead, a Deny of what differs always holds.
  ...(
    [
      [{ Bool: { "kms:GrantIsForAWSResource": true } }, ["kms:CreateGrant", "kms:Decrypt"], "Allow"],
      [{ StringEquals: { "kms:SigningAlgorithm": "ECDSA_SHA_256" } }, ["kms:Sign", "kms:Encrypt"], "Allow"],
      [{ StringNotEquals: { "kms:EncryptionContext:A": "1" } }, ["kms:Decrypt", "kms:DescribeKey"], "Deny"],
    ] as const
  ).map(([condition, actions, effect]): Row => ({
    code: "condition-key-not-for-action",
    bad: when(condition, { Effect: effect, Action: actions }),
    good: when(condition, { Effect: effect, Action: actions[0] }),
    path: `${S1}/Action/1`,
    shows: `"${actions[1]}"`,
  })),
  ...(
    [
      ["aws:ARN", "aws:PrincipalArn", app],
      ["kms:CustomerMasterKeyUsage", "kms:KeyUsage", "ENCRYPT_DECRYPT"],
    ] as const
  ).map(([old, now, value]): Row => ({
    code: "deprecated-condition-key",
    bad: when({ StringEquals: { [old]: value } }),
    good: when({ StringEquals: { [now]: value } }),
    path: `${S1}/Condition/StringEquals/${old}`,
    shows: `"${old}"`,
  })),
  ...["aws:SourceVpc", "aws:SourceVpce"].map((key): Row => ({
    code: "network-deny-breaks-services",
    bad: when({ StringNotEquals: { [key]: "vpc-0a1b2c3d" } }, { Effect: "Deny" }),
    good: when(
      { StringNotEquals: { [key]: "vpc-0a1b2c3d" }, Bool: { "aws:ViaAWSService": false } },
      { Effect: "Deny" },
    ),
    path: `${S1}/Condition/StringNotEquals/${key}`,
    shows: `"${key}"`,
  })),
  {
    code: "resource-not-star",
    bad: changed({ Resource: keyArn }),
    good: changed({ Resource: ["*"] }),
    path: `${S1}/Resource`,
    shows: `"${keyArn}"`,
    severity: "warning",
  },
  {
    code: "resource-not-star",
    bad: changed({ Resource: "arn:aws:kms:us-west-2:444455556666:key/*" }),
    good: changed({ Resource: "*" }),
    path: `${S1}/Resource`,
    shows: '"arn:aws:kms:us-west-2:444455556666:key/*"',
  },
  {
    code: "resource-not-star",
    bad: changed({ Resource: undefined, NotResource: "arn:aws:kms:us-west-2:444455556666:key/*" }),
    good: changed({ Resource: "*" }),
    path: `${S1}/NotResource`,
    shows: '"NotResource"',
  },
  {
    code: "other-key-resource",
    bad: changed({ Resource: "arn:aws:kms:us-west-2:444455556666:key/*" }),
    good: changed({ Resource: keyArn }),
    path: `${S1}/Resource`,
    shows: '"arn:aws:kms:us-west-2:444455556666:key/*"',
  },
  {
    code: "element-conflict",
    bad: changed({ NotAction: "kms:Encrypt" }),
    good: beside(plain),
    path: `${S1}/NotAction`,
    shows: '"NotAction"',
  },
  { code: "empty-condition", bad: when({}), good: beside(plain), path: `${S1}/Condition`, shows: "{}" },
  {
    code: "empty-condition",
    bad: when({ StringEquals: {} }),
    good: beside(plain),
    path: `${S1}/Condition/StringEquals`,
    shows: "{}",
  },
  {
    code: "duplicate-sid",
    bad: beside(statement({ Sid: "A" }), statement({ Sid: "A", Action: "kms:Encrypt" })),
    good: beside(statement({ Sid: "A" }), statement({ Sid: "B", Action: "kms:Encrypt" })),
    path: "/Statement/2/Sid",
    shows: '"A"',
  },
  {
    code: "sid-characters",
    bad: changed({ Sid: "use/key" }),
    good: changed({ Sid: "Allow use of the key" }),
    path: `${S1}/Sid`,
    shows: '"use/key"',
  },
  { code: "empty-sid", bad: changed({ Sid: "" }), good: beside(plain), path: `${S1}/Sid`, shows: '""' },
  {
    // A principal that contradicts its own condition.
    code: "statement-without-effect",
    bad: when({ ArnEquals: { "aws:PrincipalArn": admin } }),
    good: when({ ArnEquals: { "aws:PrincipalArn": [admin, app] } }),
    path: `${S1}/Condition/ArnEquals/aws:PrincipalArn`,
    shows: `"${admin}"`,
  },
  {
    code: "statement-without-effect",
    bad: when({ StringEquals: { "kms:CallerAccount": "444455556666" } }, { Effect: "Deny" }),
    good: when({ StringNotEquals: { "kms:CallerAccount": "444455556666" } }, { Effect: "Deny" }),
    path: `${S1}/Condition/StringEquals/kms:CallerAccount`,
    shows: '"444455556666"',
  },
  {
    // Two conditions that contradict each other.
    code: "statement-without-effect",
    bad: when({
      StringEquals: { "aws:PrincipalTag/team": "a" },
      StringNotEquals: { "aws:PrincipalTag/team": "a" },
    }),
    good: when({
      StringEquals: { "aws:PrincipalTag/team": "a" },
      StringNotEquals: { "aws:PrincipalTag/team": "b" },
    }),
    path: S1,
    shows: "{",
  },
  {
    code: "statement-without-effect",
    bad: changed({ Action: undefined, NotAction: "kms:*", Effect: "Deny" }),
    good: changed({ Action: undefined, NotAction: "kms:Put*", Effect: "Deny" }),
    path: S1,
    shows: "{",
  },
  {
    // A Deny takes away what the statement allows.
    code: "statement-without-effect",
    bad: beside(plain, statement({ Effect: "Deny", Principal: star })),
    good: beside(
      plain,
      statement({
        ...{ Effect: "Deny", Principal: star },
        Condition: { Bool: { "aws:ViaAWSService": "true" } },
      }),
    ),
    path: S1,
    shows: "{",
  },
  {
    // Everyone, when it is an AWS service that calls (IAM Identity Center User Guide, "Sample KMS key policy statements").
    code: "statement-without-effect",
    bad: when({ Bool: { "aws:PrincipalIsAWSService": "true" } }),
    good: when({ Bool: { "aws:PrincipalIsAWSService": "true" } }, { Principal: star }),
    path: `${S1}/Condition/Bool/aws:PrincipalIsAWSService`,
    shows: '"true"',
  },
  {
    // What is past denies nothing any more; a Deny of older sessions is how they are revoked.
    code: "statement-without-effect",
    bad: when({ DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }, { Effect: "Deny" }),
    good: when({ DateLessThan: { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } }, { Effect: "Deny" }),
    options: { now: new Date("2026-11-24T00:00:00Z") },
    goodOptions: { now: new Date("2026-11-24T00:00:00Z") },
    path: `${S1}/Condition/DateLessThan/aws:CurrentTime`,
    shows: '"2020-01-01T00:00:00Z"',
  },
  {
    // Another rule says why already.
    code: "value-never-matches",
    bad: when({ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::11112222333:role/App" } }),
    good: when({ ArnEquals: { "aws:PrincipalArn": app } }),
    path: `${S1}/Condition/ArnEquals/aws:PrincipalArn`,
    shows: '"arn:aws:iam::11112222333:role/App"',
  },
  {
    code: "redundant-statement",
    bad: beside(plain, plain),
    good: beside(plain),
    path: "/Statement/2",
    shows: "{",
  },
  {
    code: "redundant-statement",
    bad: beside(statement({ Action: ["kms:Decrypt", "kms:Encrypt"] }), plain),
    good: beside(statement({ Action: ["kms:DescribeKey", "kms:Encrypt"] }), plain),
    path: "/Statement/2",
    shows: "{",
  },
  {
    code: "redundant-statement",
    bad: beside({ ...denyManage, Action: "kms:Delete*" }, { ...denyManage, Action: "kms:DeleteAlias" }),
    good: beside(
      {
        ...denyManage,
        Action: "kms:Delete*",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      },
      { ...denyManage, Action: "kms:DeleteAlias" },
    ),
    path: "/Statement/2",
    shows: "{",
  },
  {
    code: "redundant-action",
    bad: changed({ Action: ["kms:*", "kms:Decrypt"] }),
    good: changed({ Action: ["kms:*"] }),
    path: `${S1}/Action/1`,
    shows: '"kms:Decrypt"',
  },
  // What the console writes for the administrators of a multi-Region key.
  {
    code: "redundant-action",
    bad: changed({ Sid: "Administrators", Action: ["kms:Update*", "kms:UpdatePrimaryRegion"] }),
    good: changed({
      Sid: "Allow access for Key Administrators",
      Action: ["kms:Update*", "kms:UpdatePrimaryRegion"],
    }),
    path: `${S1}/Action/1`,
    shows: '"kms:UpdatePrimaryRegion"',
  },
  {
    code: "redundant-principal",
    bad: changed({ Principal: { AWS: [account, root] } }),
    good: changed({ Principal: { AWS: [root] } }),
    path: `${S1}/Principal/AWS/1`,
    shows: `"${root}"`,
  },

  // Principals
  {
    code: "invalid-principal-format",
    bad: changed({ Principal: app }),
    good: beside(plain),
    path: `${S1}/Principal`,
    shows: `"${app}"`,
  },
  {
    code: "invalid-principal-key",
    bad: changed({ Principal: { aws: app } }),
    good: beside(plain),
    path: `${S1}/Principal/aws`,
    shows: '"aws"',
  },
  ...(
    [
      ["group-principal", `arn:aws:iam::${account}:group/Dev`, `arn:aws:iam::${account}:user/Alice`],
      ["iam-only-arn", `arn:aws:iam::${account}:instance-profile/web`, `arn:aws:iam::${account}:role/web`],
      ["malformed-principal-arn", `arn:aws:iam:us-east-1:${account}:role/App`, app],
      ["malformed-principal-arn", "Alice", app],
      ["invalid-account-id", "1111-2222-3333", account],
      ["wildcard-in-principal", `arn:aws:iam::${account}:role/*`, app],
      ["wrong-partition", `arn:aws-cn:iam::${account}:root`, root],
      ["deleted-principal", "AROADBQP57FF2AEXAMPLE", app],
      ["session-principal", `arn:aws:sts::${account}:assumed-role/App/i-0abc`, app],
      ["iam-user-principal", `arn:aws:iam::${account}:user/Alice`, app],
      ["account-id-short-form", "444455556666", external],
    ] as const
  ).map(([code, bad, good]): Row => {
    const naming = (name: string) => changed({ Principal: { AWS: name } });
    return { code, bad: naming(bad), good: naming(good), path: `${S1}/Principal/AWS`, shows: `"${bad}"` };
  }),
  {
    code: "invalid-account-id",
    bad: changed({ Principal: { AWS: 12345678901 } }),
    good: changed({ Principal: { AWS: "012345678901" } }),
    path: `${S1}/Principal/AWS`,
    shows: "12345678901",
  },
  {
    code: "federated-principal",
    bad: changed({ Principal: { Federated: "accounts.google.com" } }),
    good: beside(plain),
    path: `${S1}/Principal/Federated`,
    shows: '"accounts.google.com"',
  },
  {
    code: "canonical-user-principal",
    bad: changed({ Principal: { CanonicalUser: "79a59df9" } }),
    good: changed({ Principal: { AWS: account } }),
    path: `${S1}/Principal/CanonicalUser`,
    shows: '"79a59df9"',
  },
  ...[
    `arn:aws:iam::${account}:role/AWSServiceRoleForAutoScaling`,
    `arn:aws:iam::${account}:role/aws-service-role/AWSServiceRoleForAutoScaling`,
    `arn:aws:iam::${account}:role/aws-service-role/autoscaling/AWSServiceRoleForAutoScaling`,
    `arn:aws:iam::${account}:role/AWSServiceRoleForSomethingNew_suffix`,
    `arn:aws:iam::${account}:role/AWSReservedSSO_Admin_0123456789abcdef`,
    `arn:aws:iam::${account}:role/aws-reserved/AWSReservedSSO_Admin_0123456789abcdef`,
  ].map((role): Row => ({
    code: "reserved-role-path",
    bad: changed({ Principal: { AWS: role } }),
    good: changed({ Principal: { AWS: wholeRole(role) } }),
    path: `${S1}/Principal/AWS`,
    shows: `"${role}"`,
  })),
  {
    code: "reserved-role-path",
    bad: when(
      { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/AWSReservedSSO_Dev_*` } },
      { Principal: star },
    ),
    good: when(
      {
        ArnLike: {
          "aws:PrincipalArn": `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_*`,
        },
      },
      { Principal: star },
    ),
    path: `${S1}/Condition/ArnLike/aws:PrincipalArn`,
    shows: `"arn:aws:iam::${account}:role/AWSReservedSSO_Dev_*"`,
    severity: "warning",
  },
  {
    code: "unverified-principal",
    bad: beside(plain),
    good: beside(plain),
    options: { missingPrincipals: new Set([app]) },
    goodOptions: { missingPrincipals: new Set() },
    path: `${S1}/Principal/AWS`,
    shows: `"${app}"`,
  },
  ...["S3", "*"].map((name): Row => ({
    code: "invalid-service-principal",
    bad: changed({ Principal: { Service: name } }),
    good: changed({ Principal: { Service: "s3.amazonaws.com" } }),
    path: `${S1}/Principal/Service`,
    shows: `"${name}"`,
  })),
  {
    code: "service-principal-region",
    bad: changed({ Principal: { Service: "logs.eu-west-1.amazonaws.com" } }),
    good: changed({ Principal: { Service: "logs.us-west-2.amazonaws.com" } }),
    path: `${S1}/Principal/Service`,
    shows: '"logs.eu-west-1',
  },
  {
    code: "bare-star-string",
    bad: changed({ Principal: "*" }),
    good: changed({ Principal: star }),
    path: `${S1}/Principal`,
    shows: '"*"',
  },

  // Actions
  {
    code: "unknown-action",
    bad: changed({ Action: "kms:GenerateDatakeys" }),
    good: changed({ Action: "kms:generatedatakey" }),
    path: `${S1}/Action`,
    shows: '"kms:GenerateDatakeys"',
    severity: "error",
  },
  ...(
    [
      ["unknown-action", "kms:FlyToTheMoon", "kms:generatedatakey"],
      ["malformed-action", "kms=Decrypt", "kms:Decrypt"],
      ["malformed-action", "Decrypt", "kms:Decrypt"],
      ["malformed-action", "kms:Decrypt ", "kms:Decrypt"],
      ["non-kms-action", "s3:GetObject", "kms:*"],
      ["non-kms-action", "*", "kms:*"],
      ["non-kms-action", "**", "kms:*"],
      ["wildcard-in-service", "k*:Decrypt", "kms:De*"],
      ["ineffective-action", "kms:ListKeys", "kms:ListGrants"],
      ["ineffective-action", "kms:RetireGrant", "kms:ListGrants"],
      ["action-not-for-key-type", "kms:Sign", "kms:GenerateDataKey"],
      ["reencrypt-bare", "kms:ReEncrypt", "kms:ReEncrypt*"],
      ["admin-wildcard-grants", "kms:Create*", "kms:CreateAlias"],
      ["full-access-principal", "kms:*", "kms:Decrypt"],
      ["broad-delete", "kms:ScheduleKeyDeletion", "kms:Decrypt"],
      ["grant-unrestricted", "kms:CreateGrant", "kms:ListGrants"],
    ] as const
  ).map(([code, bad, good]): Row => ({
    code,
    bad: changed({ Action: bad }),
    good: changed({ Action: good }),
    path: `${S1}/Action`,
    shows: `"${bad}"`,
  })),
  {
    code: "ineffective-action",
    bad: changed({ Action: "kms:RetireGrant" }),
    good: changed({ Action: "kms:RetireGrant", Effect: "Deny" }),
    path: `${S1}/Action`,
    shows: '"kms:RetireGrant"',
  },
  {
    code: "action-not-for-key-type",
    bad: changed({ Action: ["kms:Sign", "kms:GenerateDataKey*"] }),
    good: changed({ Action: "kms:Sign" }),
    goodFacts: signing,
    path: `${S1}/Action/0`,
    shows: '"kms:Sign"',
  },
  {
    code: "asymmetric-missing-getpublickey",
    bad: changed({ Action: ["kms:Encrypt"] }),
    good: changed({ Action: ["kms:Encrypt", "kms:GetPublicKey", "kms:DescribeKey"] }),
    facts: rsa,
    goodFacts: rsa,
    path: `${S1}/Action/0`,
    shows: '"kms:Encrypt"',
  },
  {
    code: "decrypt-only-half",
    bad: changed({ Action: ["kms:GenerateDataKey"] }),
    good: changed({ Action: ["kms:GenerateDataKey", "kms:Decrypt"] }),
    path: `${S1}/Action/0`,
    shows: '"kms:GenerateDataKey"',
  },

  // Exposure
  {
    code: "public-access",
    bad: changed({ Principal: star }),
    good: when({ StringEquals: { "kms:CallerAccount": account } }, { Principal: star }),
    path: `${S1}/Principal/AWS`,
    shows: '"*"',
  },
  ...[
    { Bool: { "aws:SecureTransport": "true" } },
    { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } },
    { StringLike: { "aws:PrincipalAccount": "*" } },
    { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    { StringNotEquals: { "aws:PrincipalAccount": "444455556666" } },
    { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-abcdefghij/r-ab/" } },
    { StringEquals: { "kms:EncryptionContext:App": "x" } },
    { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalTag/account}" } },
    { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
  ].map((condition): Row => ({
    code: "ineffective-restriction",
    bad: when(condition, { Principal: star }),
    good: when({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }, { Principal: star }),
    path: `${S1}/Principal/AWS`,
    shows: '"*"',
  })),
  // A wildcard that is compared letter by letter is nobody's account: the statement allows nothing.
  {
    code: "ineffective-restriction",
    bad: when({ StringLike: { "kms:CallerAccount": "*" } }, { Principal: star }),
    good: when({ StringEquals: { "kms:CallerAccount": "*" } }, { Principal: star }),
    path: `${S1}/Principal/AWS`,
    shows: '"*"',
  },
  {
    code: "via-service-without-account",
    bad: when({ StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }, { Principal: star }),
    good: when(
      { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com", "kms:CallerAccount": account } },
      { Principal: star },
    ),
    path: `${S1}/Principal/AWS`,
    shows: '"*"',
  },
  {
    code: "allow-not-principal",
    bad: changed({ Principal: undefined, NotPrincipal: { AWS: app } }),
    good: beside(plain),
    path: `${S1}/NotPrincipal`,
    shows: '"NotPrincipal"',
  },
  {
    code: "allow-not-action",
    bad: changed({ Action: undefined, NotAction: "kms:Delete*" }),
    good: beside(plain),
    path: `${S1}/NotAction`,
    shows: '"NotAction"',
  },
  {
    code: "external-account-full",
    bad: changed({ Principal: { AWS: external }, Action: "kms:*" }),
    good: changed({ Principal: { AWS: external } }),
    path: `${S1}/Principal/AWS`,
    shows: `"${external}"`,
  },
  {
    code: "external-account-access",
    bad: changed({ Principal: { AWS: [app, external] } }),
    good: beside(plain),
    path: `${S1}/Principal/AWS/1`,
    shows: `"${external}"`,
  },
  {
    code: "external-action-inert",
    bad: changed({ Principal: { AWS: external }, Action: "kms:PutKeyPolicy" }),
    good: changed({ Principal: { AWS: external }, Action: "kms:DescribeKey" }),
    path: `${S1}/Action`,
    shows: '"kms:PutKeyPolicy"',
  },
  {
    code: "third-party-without-id",
    bad: changed({ Principal: { AWS: external } }),
    good: changed({ Principal: { AWS: "arn:aws:iam::444455556666:role/Reader" } }),
    options: { vendorAccounts: new Set(["444455556666"]) },
    goodOptions: { vendorAccounts: new Set(["444455556666"]) },
    path: `${S1}/Principal/AWS`,
    shows: `"${external}"`,
  },
  {
    code: "forbidden-access",
    bad: changed({ Principal: { AWS: external } }),
    good: changed({ Principal: { AWS: "arn:aws:iam::111122223333:role/App" } }),
    options: { forbid: [noOutsiders] },
    goodOptions: { forbid: [noOutsiders] },
    path: `${S1}/Principal/AWS`,
    shows: `"${external}"`,
  },
  {
    code: "grant-unrestricted",
    bad: changed({ Action: "kms:CreateGrant" }),
    good: when({ Bool: { "kms:GrantIsForAWSResource": true } }, { Action: "kms:CreateGrant" }),
    path: `${S1}/Action`,
    shows: '"kms:CreateGrant"',
  },
  // Grants that a service makes are for the service; any service is no limit.
  {
    code: "grant-unrestricted",
    bad: when({ StringLike: { "kms:ViaService": "*" } }, { Action: "kms:CreateGrant" }),
    good: when(
      { StringEquals: { "kms:ViaService": "rds.us-west-2.amazonaws.com" } },
      { Action: "kms:CreateGrant" },
    ),
    path: `${S1}/Action`,
    shows: '"kms:CreateGrant"',
  },
  {
    code: "admin-wildcard-grants",
    bad: when({ StringEqualsIfExists: { "kms:ViaService": "rds.us-west-2.amazonaws.com" } }, creates),
    good: when({ StringEquals: { "kms:ViaService": "rds.us-west-2.amazonaws.com" } }, creates),
    path: `${S1}/Action`,
    shows: '"kms:Create*"',
  },
  {
    code: "service-principal-unscoped",
    bad: changed({ Principal: service }),
    good: when({ StringEquals: { "aws:SourceAccount": account } }, { Principal: service }),
    path: `${S1}/Principal/Service`,
    shows: '"sns.amazonaws.com"',
  },
  {
    code: "service-principal-bad-key",
    bad: when({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }, { Principal: service }),
    good: when({ StringEquals: { "aws:SourceOrgID": "o-abcdefghij" } }, { Principal: service }),
    path: `${S1}/Condition/StringEquals/aws:PrincipalOrgID`,
    shows: '"aws:PrincipalOrgID"',
  },
  {
    code: "admin-is-user",
    bad: beside(adminPolicy, statement({ Principal: { AWS: admin } })),
    good: beside(adminPolicy, plain),
    path: "/Statement/2/Principal/AWS",
    shows: `"${admin}"`,
  },
  {
    code: "full-access-principal",
    bad: changed({ Action: "kms:*" }),
    good: changed({ Action: "kms:*", Principal: { AWS: root } }),
    path: `${S1}/Action`,
    shows: '"kms:*"',
  },
  {
    code: "enclave-attestation-missing",
    bad: beside(statement({ Condition: pcr }), statement({ Principal: { AWS: admin } })),
    good: beside(statement({ Condition: pcr }), statement({ Principal: { AWS: admin }, Condition: pcr })),
    path: "/Statement/2/Action",
    shows: '"kms:Decrypt"',
  },

  // Manageability
  { code: "lockout", bad: only(plain), good: beside(plain), path: "", shows: "{" },
  // AWS lets nobody change the policy of its own keys; they are known by their Id and shape where nothing else tells.
  { code: "lockout", bad: awsManaged("ebs"), good: awsManaged("auto-ebs-2"), ...unknownKey },
  {
    code: "service-principal-unscoped",
    bad: awsManaged("auto-ebs-2", "kms:Decrypt"),
    good: awsManaged("auto-ebs-2"),
    ...unknownKey,
    path: "/Statement/2/Principal/Service",
    shows: '"ec2.amazonaws.com"',
  },
  {
    code: "lockout",
    bad: only(statement({ Principal: { AWS: `arn:aws:iam::${account}:role/Other` }, Action: "kms:*" })),
    good: only(adminAll),
    options: { caller },
    goodOptions: { caller },
    path: "",
    shows: "{",
  },
  // The session's ARN lacks the path of its role, which another statement tells.
  {
    code: "lockout",
    bad: only(sessionAll, statement({ Principal: { AWS: inTeam } }), denyTeam),
    good: only(sessionAll, statement({}), denyTeam),
    path: "",
    shows: "{",
  },
  {
    code: "lockout-unknown",
    bad: beside(plain),
    good: beside(adminAll),
    options: { caller },
    goodOptions: { caller },
    path: "",
    shows: "{",
  },
  { code: "no-account-root", bad: only(adminAll), good: beside(adminAll), path: "", shows: "{" },
  {
    code: "conditional-account-root",
    bad: only({ ...rootStatement, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    good: only(rootStatement),
    path: "/Statement/0/Condition/Bool/aws:MultiFactorAuthPresent",
    shows: '"aws:MultiFactorAuthPresent"',
  },
  {
    code: "single-manager",
    bad: only(adminAll),
    good: only(adminAll, statement({ Action: "kms:*" })),
    path: "/Statement/0/Principal/AWS",
    shows: `"${admin}"`,
  },
  {
    code: "manager-only-session",
    bad: only(sessionAll),
    good: only(statement({ Action: "kms:*" })),
    path: "/Statement/0/Principal/AWS",
    shows: `"arn:aws:sts::`,
  },
  {
    code: "put-without-get",
    bad: only(statement({ Principal: { AWS: admin }, Action: "kms:PutKeyPolicy" })),
    good: only(statement({ Principal: { AWS: admin }, Action: ["kms:GetKeyPolicy", "kms:PutKeyPolicy"] })),
    path: "/Statement/0/Principal/AWS",
    shows: `"${admin}"`,
  },
  {
    code: "put-without-get",
    bad: beside(
      statement({ Principal: { AWS: admin }, Action: "kms:PutKeyPolicy" }),
      statement({ Effect: "Deny", Principal: { AWS: admin }, Action: "kms:GetKeyPolicy" }),
    ),
    good: beside(statement({ Principal: { AWS: admin }, Action: "kms:PutKeyPolicy" })),
    path: `${S1}/Principal/AWS`,
    shows: `"${admin}"`,
  },
  {
    code: "deny-everyone-manage",
    bad: beside(denyManage),
    good: beside({ ...denyManage, Condition: { ArnNotLike: { "aws:PrincipalArn": admin } } }),
    path: `${S1}/Principal/AWS`,
    shows: '"*"',
  },
  {
    code: "deny-account-root",
    bad: changed({ Effect: "Deny", Principal: { AWS: root } }),
    good: changed({ Effect: "Deny" }),
    path: `${S1}/Principal/AWS`,
    shows: `"${root}"`,
  },
  {
    code: "deny-not-principal",
    bad: changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: app } }),
    good: when({ ArnNotEquals: { "aws:PrincipalArn": app } }, { Effect: "Deny", Principal: star }),
    path: `${S1}/NotPrincipal`,
    shows: '"NotPrincipal"',
  },
  { code: "no-delete-permission", bad: only(plain), good: beside(plain), path: "", shows: "{" },
  {
    // Administrators of the console, who may not delete the key.
    code: "no-delete-permission",
    bad: only(statement({ Principal: { AWS: admin }, Action: consoleAdmin })),
    good: only(
      statement({
        Principal: { AWS: admin },
        Action: [...consoleAdmin, "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
      }),
    ),
    path: "",
    shows: "{",
  },
  {
    // An administrator by hand.
    code: "no-delete-permission",
    bad: only(statement({ Principal: { AWS: admin }, Action: ["kms:GetKeyPolicy", "kms:PutKeyPolicy"] })),
    good: only(
      statement({
        Principal: { AWS: admin },
        Action: ["kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"],
      }),
    ),
    path: "",
    shows: "{",
  },
  {
    code: "broad-delete",
    bad: changed({ Action: ["kms:Decrypt", "kms:ScheduleKeyDeletion"] }),
    good: beside(statement({ Action: ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"] })),
    path: `${S1}/Action/1`,
    shows: '"kms:ScheduleKeyDeletion"',
  },
  {
    code: "pending-deletion",
    bad: beside(plain),
    good: beside(plain),
    facts: { ...facts, state: "PendingDeletion" },
    goodFacts: facts,
    path: "",
    shows: "{",
  },
  {
    code: "replica-drift",
    bad: beside(plain),
    good: beside(plain),
    options: {
      relatedPolicies: new Map([["arn:aws:kms:eu-west-1:111122223333:key/mrk-1", policyOf(beside())]]),
    },
    goodOptions: {
      relatedPolicies: new Map([
        [
          "arn:aws:kms:eu-west-1:111122223333:key/mrk-1",
          policyOf(only({ ...plain, Sid: "x" }, rootStatement)),
        ],
      ]),
    },
    path: "",
    shows: "{",
  },
  {
    code: "iam-root-missing-for-group",
    bad: only(adminAll),
    good: beside(adminAll),
    options: { groupViaIam: true },
    goodOptions: { groupViaIam: true },
    path: "",
    shows: "{",
  },

  // Conditions
  ...(
    [
      ["unknown-operator", "stringequals", "StringEquals"],
      ["unknown-operator", "StringMatches", "StringEquals"],
    ] as const
  ).map(([code, bad, good]): Row => ({
    code,
    bad: when({ [bad]: { "kms:CallerAccount": account } }),
    good: when({ [good]: { "kms:CallerAccount": account } }),
    path: `${S1}/Condition/${bad}`,
    shows: `"${bad}"`,
  })),
  ...(
    [
      ["null-with-ifexists", "NullIfExists"],
      ["null-with-set", "ForAllValues:Null"],
    ] as const
  ).map(([code, bad]): Row => ({
    code,
    bad: when({ [bad]: { "kms:ViaService": "true" } }),
    good: when({ Null: { "kms:ViaService": "true" } }),
    path: `${S1}/Condition/${bad}`,
    shows: `"${bad}"`,
  })),
  {
    code: "forallvalues-rejected",
    bad: when({ "ForAllValues:StringEquals": { "kms:EncryptionContext:A": "1" } }),
    good: when(context),
    path: `${S1}/Condition/ForAllValues:StringEquals/kms:EncryptionContext:A`,
    shows: '"kms:EncryptionContext:A"',
  },
  {
    code: "set-on-single-valued",
    bad: when({ "ForAnyValue:StringEquals": { "kms:ViaService": ["s3.us-west-2.amazonaws.com"] } }),
    good: when({ StringEquals: { "kms:ViaService": ["s3.us-west-2.amazonaws.com"] } }),
    path: `${S1}/Condition/ForAnyValue:StringEquals/kms:ViaService`,
    shows: '"kms:ViaService"',
    // Of one value it asks what the operator alone asks: it grants no more.
    severity: "warning",
  },
  {
    code: "set-on-single-valued",
    bad: when({ "ForAllValues:StringEquals": { "kms:ViaService": ["s3.us-west-2.amazonaws.com"] } }),
    good: when({ StringEquals: { "kms:ViaService": ["s3.us-west-2.amazonaws.com"] } }),
    path: `${S1}/Condition/ForAllValues:StringEquals/kms:ViaService`,
    shows: '"kms:ViaService"',
  },
  {
    code: "forallvalues-allow",
    bad: when({ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["A"] } }),
    good: when({
      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["A"] },
      Null: { "kms:EncryptionContextKeys": "false" },
    }),
    path: `${S1}/Condition/ForAllValues:StringEquals/kms:EncryptionContextKeys`,
    shows: '"kms:EncryptionContextKeys"',
  },
  {
    code: "missing-qualifier",
    bad: when({ StringEquals: { "kms:GrantOperations": ["Decrypt"] } }, { Action: "kms:CreateGrant" }),
    good: when(
      { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } },
      { Action: "kms:CreateGrant" },
    ),
    path: `${S1}/Condition/StringEquals/kms:GrantOperations`,
    shows: '"kms:GrantOperations"',
  },
  ...["yes", "True"].map((value): Row => ({
    code: "bool-not-boolean",
    bad: when({ Bool: { "kms:GrantIsForAWSResource": value } }),
    good: when({ Bool: { "kms:GrantIsForAWSResource": true } }),
    path: `${S1}/Condition/Bool/kms:GrantIsForAWSResource`,
    shows: `"${value}"`,
  })),
  {
    code: "wildcard-without-like",
    bad: when({ StringEquals: { "kms:RequestAlias": "alias/app-*" } }),
    good: when({ StringLike: { "kms:RequestAlias": "alias/app-*" } }),
    path: `${S1}/Condition/StringEquals/kms:RequestAlias`,
    shows: '"alias/app-*"',
  },
  ...(
    [
      ["type-mismatch", "kms:ReEncryptOnSameKey", "kms:CallerAccount"],
      ["unknown-condition-key", "kms:ViaServices", "kms:ViaService"],
      ["condition-key-format", "ViaService", "kms:ViaService"],
      ["condition-key-format", "aws:PrincipalTag/", "aws:PrincipalTag/team"],
      ["iam-only-condition-key", "aws:ResourceTag/p", "aws:PrincipalTag/p"],
      ["deprecated-condition-key", "kms:CustomerMasterKeySpec", "kms:KeySpec"],
      ["spoofable-condition-key", "aws:Referer", "aws:SourceAccount"],
      ["condition-not-for-key-type", "kms:KeyUsage", "kms:CallerAccount"],
    ] as const
  ).map(([code, bad, good]): Row => ({
    code,
    bad: when({ StringEquals: { [bad]: "true" } }),
    good: when({ StringEquals: { [good]: "true" } }),
    path: `${S1}/Condition/StringEquals/${bad.replace("/", "~1")}`,
    shows: `"${bad}"`,
  })),
  {
    code: "condition-not-for-key-type",
    bad: when({ StringEquals: { "kms:KeyUsage": "SIGN_VERIFY" } }),
    good: when({ StringEquals: { "kms:KeyUsage": "ENCRYPT_DECRYPT" } }),
    path: `${S1}/Condition/StringEquals/kms:KeyUsage`,
    shows: '"kms:KeyUsage"',
  },
  {
    code: "condition-not-for-key-type",
    bad: when(context),
    good: when(context),
    facts: rsa,
    goodFacts: facts,
    path: `${S1}/Condition/StringEquals/kms:EncryptionContext:A`,
    shows: '"kms:EncryptionContext:A"',
  },
  {
    code: "condition-key-not-for-action",
    bad: when(context, { Action: ["kms:Decrypt", "kms:DescribeKey"] }),
    good: beside(statement({ Condition: context }), statement({ Action: "kms:DescribeKey" })),
    path: `${S1}/Action/1`,
    shows: '"kms:DescribeKey"',
  },
  ...(
    [
      ["via-service-format", "kms:ViaService", "s3.amazonaws.com", "s3.us-west-2.amazonaws.com"],
      [
        "via-service-format",
        "kms:ViaService",
        "s3.cn-north-1.amazonaws.com.cn",
        "s3.us-west-2.amazonaws.com",
      ],
      ["via-service-format", "kms:ViaService", "s3.eu-west-1.amazonaws.com", "s3.us-west-2.amazonaws.com"],
      ["request-alias-format", "kms:RequestAlias", `arn:aws:kms:us-west-2:${account}:alias/app`, "alias/app"],
      ["request-alias-format", "kms:RequestAlias", "app", "alias/app"],
      ["principal-arn-session", "aws:PrincipalArn", `arn:aws:sts::${account}:assumed-role/App/x`, app],
      ["variable-syntax", "aws:PrincipalTag/t", "${aws:username", "${aws:username}"],
      ["variable-syntax", "aws:PrincipalTag/t", "${}", "${aws:username, 'x'}"],
    ] as const
  ).map(([code, key, bad, good]): Row => ({
    code,
    bad: when({ StringEquals: { [key]: bad } }),
    good: when({ StringEquals: { [key]: good } }),
    path: `${S1}/Condition/StringEquals/${key.replace("/", "~1")}`,
    shows: `"${bad}"`,
  })),
  {
    code: "unknown-region",
    bad: when({ StringEquals: { "kms:ReplicaRegion": ["eu-west-1", "eu-wset-1"] } }),
    good: when({ StringEquals: { "kms:ReplicaRegion": ["eu-west-1", "eu-west-2"] } }),
    path: `${S1}/Condition/StringEquals/kms:ReplicaRegion/1`,
    shows: '"eu-wset-1"',
  },
  {
    code: "private-source-ip",
    bad: when({ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] } }),
    good: when({ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } }),
    path: `${S1}/Condition/IpAddress/aws:SourceIp/1`,
    shows: '"10.0.0.0/8"',
  },
  {
    code: "private-source-ip",
    bad: when({ IpAddress: { "aws:SourceIp": "203.0.113.0/33" } }),
    good: when({ IpAddress: { "aws:SourceIp": "203.0.113.0/32" } }),
    path: `${S1}/Condition/IpAddress/aws:SourceIp`,
    shows: '"203.0.113.0/33"',
  },
  {
    code: "network-deny-breaks-services",
    bad: when({ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, { Effect: "Deny", Principal: star }),
    good: when(
      { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" }, Bool: { "aws:ViaAWSService": "false" } },
      { Effect: "Deny", Principal: star },
    ),
    path: `${S1}/Condition/NotIpAddress/aws:SourceIp`,
    shows: '"aws:SourceIp"',
  },
  {
    code: "ifexists-in-allow",
    bad: when({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a" } }, { Principal: star }),
    good: when({ StringEquals: { "aws:PrincipalOrgID": "o-a" } }, { Principal: star }),
    path: `${S1}/Condition/StringEqualsIfExists/aws:PrincipalOrgID`,
    shows: '"aws:PrincipalOrgID"',
  },
  {
    code: "mfa-pattern",
    bad: when({ Bool: { "aws:MultiFactorAuthPresent": "false" } }, { Effect: "Deny" }),
    good: when({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }, { Effect: "Deny" }),
    path: `${S1}/Condition/Bool/aws:MultiFactorAuthPresent`,
    shows: '"aws:MultiFactorAuthPresent"',
  },
  {
    code: "variable-syntax",
    bad: changed({ Principal: { AWS: "arn:aws:iam::${AWS::AccountId}:root" } }),
    good: changed({ Principal: { AWS: root } }),
    path: `${S1}/Principal/AWS`,
    shows: '"arn:aws:iam::${AWS::AccountId}:root"',
  },
  {
    code: "paired-keys",
    bad: when({ IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } }),
    good: when({
      IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" },
      StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" },
    }),
    path: `${S1}/Condition/IpAddress/aws:VpcSourceIp`,
    shows: '"aws:VpcSourceIp"',
  },
  {
    code: "date-format",
    bad: when({ DateLessThan: { "aws:CurrentTime": "tomorrow" } }),
    good: when({ DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } }),
    path: `${S1}/Condition/DateLessThan/aws:CurrentTime`,
    shows: '"tomorrow"',
  },
  {
    code: "date-format",
    bad: when({ DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }),
    good: when({ DateLessThan: { "aws:CurrentTime": ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"] } }),
    options: { now: new Date("2026-11-24T00:00:00Z") },
    goodOptions: { now: new Date("2026-11-24T00:00:00Z") },
    path: `${S1}/Condition/DateLessThan/aws:CurrentTime`,
    shows: '"2020-01-01T00:00:00Z"',
  },
  {
    code: "date-format",
    bad: when({ DateLessThan: { "aws:CurrentTime": "1798761600000" } }),
    good: when({ DateLessThan: { "aws:CurrentTime": "1798761600" } }),
    path: `${S1}/Condition/DateLessThan/aws:CurrentTime`,
    shows: '"1798761600000"',
  },
];
