import { account, app, changed, facts, only, rootStatement, statement, when } from "../fixture.ts";
import { boundaries, type Boundary } from "./boundary.ts";

// Conditions, each rule from both sides.

const deny = { Effect: "Deny", Principal: { AWS: "*" } };
const in2026 = { now: new Date("2026-07-01T00:00:00Z") };

const sourceIp = (address: string) => when({ IpAddress: { "aws:SourceIp": address } });
const addresses = (severity: "warning" | "-", list: readonly string[]): readonly Boundary[] =>
  list.map((address) => [address, severity, sourceIp(address)]);

// RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.
boundaries("private-source-ip", [
  ...addresses("warning", ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.0/16", "172.16.0.0/12"]),
  ...addresses("warning", ["172.31.255.255", "100.64.0.0/10", "100.127.255.255", "fd00::/8", "fc00::1"]),
  ...addresses("warning", ["fe80::1", "::1", "::1/128", "10.0.0.0/33", "2001:db8::/129", "256.1.1.1", "ten"]),
  ...addresses("-", ["172.15.0.1", "172.32.0.0/16", "100.63.0.1", "100.128.0.1", "11.0.0.0/8"]),
  ...addresses("-", ["169.253.0.1", "192.169.0.1", "2001:db8::/128", "2001:db8::1", "203.0.113.7/32"]),
  ["a VPC's own address", "-", when({ IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } })],
]);

const outside = { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
const denies = (condition: object) => when({ ...condition }, deny);

boundaries("network-deny-breaks-services", [
  ["from elsewhere", "warning", denies(outside)],
  ["from another VPC", "warning", denies({ StringNotEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } })],
  ["through no endpoint", "warning", denies({ Null: { "aws:SourceVpce": "true" } })],
  ["from some addresses only", "-", denies({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
  ["an Allow", "-", when(outside)],
  ["services spared", "-", denies({ ...outside, Bool: { "aws:ViaAWSService": "false" } })],
  ["services as such spared", "-", denies({ ...outside, Bool: { "aws:PrincipalIsAWSService": "false" } })],
  [
    "some services spared",
    "-",
    denies({ ...outside, StringNotEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } }),
  ],
  ["those called via one spared", "-", denies({ ...outside, Null: { "aws:CalledViaFirst": "true" } })],
  ["a role spared", "-", denies({ ...outside, ArnNotEquals: { "aws:PrincipalArn": app } })],
  [
    "a tag spares no service",
    "warning",
    denies({ ...outside, StringNotEquals: { "aws:PrincipalTag/a": "b" } }),
  ],
]);

const mfa = "aws:MultiFactorAuthPresent";
boundaries("mfa-pattern", [
  ["a Deny without MFA", "warning", denies({ Bool: { [mfa]: "false" } })],
  ["in another case", "warning", denies({ Bool: { [mfa]: "False" } })],
  ["where it is absent, too", "-", denies({ BoolIfExists: { [mfa]: "false" } })],
  ["a Deny with MFA", "-", denies({ Bool: { [mfa]: "true" } })],
  ["an Allow", "-", when({ Bool: { [mfa]: "false" } })],
]);

/** Each with a value of its own kind: of a key that requests always carry IfExists says nothing. */
const always: readonly (readonly [string, string, string])[] = [
  ["StringEqualsIfExists", "kms:CallerAccount", account],
  ["StringEqualsIfExists", "aws:PrincipalAccount", account],
  ["StringEqualsIfExists", "kms:KeySpec", "SYMMETRIC_DEFAULT"],
  ["StringEqualsIfExists", "kms:KeyUsage", "ENCRYPT_DECRYPT"],
  ["StringEqualsIfExists", "kms:KeyOrigin", "AWS_KMS"],
  ["BoolIfExists", "kms:MultiRegion", "false"],
  ["ArnEqualsIfExists", "aws:PrincipalArn", app],
  ["StringEqualsIfExists", "aws:PrincipalType", "AssumedRole"],
  ["StringLikeIfExists", "aws:userid", "AROA1234567890123:*"],
  ["BoolIfExists", "aws:SecureTransport", "true"],
  ["StringEqualsIfExists", "aws:RequestedRegion", "us-west-2"],
  ["DateLessThanIfExists", "aws:CurrentTime", "2099-01-01T00:00:00Z"],
  ["NumericLessThanIfExists", "aws:EpochTime", "4070908800"],
  ["BoolIfExists", "aws:PrincipalIsAWSService", "false"],
  ["BoolIfExists", "aws:ViaAWSService", "false"],
];
const context = { StringEqualsIfExists: { "kms:EncryptionContext:App": "x" } };
boundaries("ifexists-in-allow", [
  ["an organization", "security", when({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } })],
  [
    "turned round, it is what is absent that passes",
    "-",
    when({ StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } }),
  ],
  ["in a Deny", "-", denies({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } })],
  ...always.map(([operator, key, value]): Boundary => [key, "-", when({ [operator]: { [key]: value } })]),
  ["a part of the context that nobody asks for", "security", when(context)],
  [
    "a part of the context that must be there",
    "-",
    when({ ...context, "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "App" } }),
  ],
  [
    "another part must be there",
    "security",
    when({ ...context, "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "Other" } }),
  ],
  [
    "no other part may be there",
    "security",
    when({ ...context, "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": "App" } }),
  ],
]);

const vpc = { "aws:SourceVpc": "vpc-0a1b2c3d" };
const endpoint = { "aws:SourceVpce": "vpce-0a1b2c3d" };
const instanceVpc = { "aws:Ec2InstanceSourceVpc": "vpc-0a1b2c3d" };
const privately = { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } };
const instance = { IpAddress: { "aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.7" } };
boundaries("paired-keys", [
  ["an address alone", "security", when(privately)],
  ["with the VPC", "-", when({ ...privately, StringEquals: vpc })],
  ["with the endpoint", "-", when({ ...privately, StringEquals: endpoint })],
  ["with the instance's VPC", "security", when({ ...privately, StringEquals: instanceVpc })],
  ["an instance alone", "security", when(instance)],
  ["an instance with the VPC of the request", "-", when({ ...instance, StringEquals: vpc })],
  ["an instance with its VPC", "-", when({ ...instance, StringEquals: instanceVpc })],
  ["an instance with an endpoint", "security", when({ ...instance, StringEquals: endpoint })],
]);

boundaries("spoofable-condition-key", [
  ["the referer", "security", when({ StringEquals: { "aws:Referer": "x" } })],
  ["the program", "security", when({ StringEquals: { "aws:UserAgent": "x" } })],
  ["who calls", "-", when({ ArnEquals: { "aws:PrincipalArn": app } })],
]);

const describeKey = { Action: "kms:DescribeKey" };
const appContext = { "kms:EncryptionContext:App": "x" };
boundaries("condition-key-not-for-action", [
  ["the context of DescribeKey", "warning", when({ StringEquals: appContext }, describeKey)],
  ["asked to be there", "warning", when({ Null: { "kms:EncryptionContext:App": "false" } }, describeKey)],
  ["asked to be absent", "-", when({ Null: { "kms:EncryptionContext:App": "true" } }, describeKey)],
  ["absent is enough", "-", when({ StringEqualsIfExists: appContext }, describeKey)],
  ["turned round", "-", when({ StringNotEquals: appContext }, describeKey)],
  [
    "a Deny turned round",
    "warning",
    when({ StringNotEquals: appContext }, { ...deny, ...describeKey }),
    { says: /always denied/ },
  ],
  ["a Deny of what carries it", "-", denies({ StringNotEquals: appContext })],
  [
    "all but some actions",
    "-",
    when({ StringEquals: appContext }, { Action: undefined, NotAction: "kms:Decrypt" }),
  ],
  [
    "an action without a key in a Deny",
    "-",
    when({ StringNotEquals: appContext }, { ...deny, Action: "kms:GenerateRandom" }),
  ],
]);

const signing = { ...facts, spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" };
const primary = { ...facts, multiRegion: true, multiRegionKeyType: "PRIMARY" as const };
const usage = (value: unknown) => when({ StringEquals: { "kms:KeyUsage": value } });
boundaries("condition-not-for-key-type", [
  ["another usage", "warning", usage("SIGN_VERIFY"), { says: /never true; write ENCRYPT_DECRYPT/ }],
  ["its usage", "-", usage("ENCRYPT_DECRYPT")],
  ["its usage among others", "-", usage(["SIGN_VERIFY", "ENCRYPT_DECRYPT"])],
  [
    "not another usage",
    "warning",
    when({ StringNotEquals: { "kms:KeyUsage": "SIGN_VERIFY" } }),
    { says: /always true/ },
  ],
  ["whether there is a usage", "-", when({ Null: { "kms:KeyUsage": "false" } })],
  ["the context of a signing key", "warning", when({ StringEquals: appContext }), { facts: signing }],
  [
    "whether there is a context",
    "-",
    when({ Null: { "kms:EncryptionContext:App": "true" } }),
    { facts: signing },
  ],
  [
    "a replica, of a primary key",
    "warning",
    when({ StringEquals: { "kms:MultiRegionKeyType": "REPLICA" } }),
    { facts: primary },
  ],
  ["a primary key", "-", when({ StringEquals: { "kms:MultiRegionKeyType": "PRIMARY" } }), { facts: primary }],
]);

const via = { "kms:ViaService": "s3.us-west-2.amazonaws.com" };
boundaries("set-on-single-valued", [
  ["ForAllValues in an Allow", "security", when({ "ForAllValues:StringEquals": via })],
  ["ForAllValues in a Deny", "warning", denies({ "ForAllValues:StringEquals": via })],
  ["ForAnyValue", "warning", when({ "ForAnyValue:StringEquals": via })],
  ["without", "-", when({ StringEquals: via })],
  ["of several values", "-", when({ "ForAnyValue:StringEquals": { "aws:CalledVia": "s3.amazonaws.com" } })],
  ["what KMS refuses anyhow", "-", when({ "ForAllValues:StringEquals": appContext })],
]);

const operations = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } };
const contextKeys = { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["App"] } };
boundaries("forallvalues-allow", [
  ["a key that may be absent", "security", when(contextKeys)],
  [
    "a key newer than the tables",
    "security",
    when({ "ForAllValues:StringEquals": { "kms:NewerThanThis": "x" } }),
  ],
  ["a key that must be there", "-", when({ ...contextKeys, Null: { "kms:EncryptionContextKeys": "false" } })],
  ["another key must be there", "security", when({ ...contextKeys, Null: { "kms:ViaService": "false" } })],
  ["operations of grants alone", "-", when(operations, { Action: "kms:CreateGrant" })],
  [
    "operations of grants beside use",
    "security",
    when(operations, { Action: ["kms:CreateGrant", "kms:Decrypt"] }),
  ],
  ["in a Deny", "-", denies(contextKeys)],
  ["one value", "-", when({ "ForAllValues:StringEquals": via })],
]);

boundaries("missing-qualifier", [
  ["several values", "warning", when({ StringEquals: { "kms:GrantOperations": "Decrypt" } })],
  ["one of them", "-", when({ "ForAnyValue:StringEquals": { "kms:GrantOperations": "Decrypt" } })],
  ["whether there are any", "-", when({ Null: { "kms:GrantOperations": "false" } })],
]);

boundaries("forallvalues-rejected", [
  ["the context", "error", when({ "ForAllValues:StringEquals": appContext })],
  ["a tag of the request", "error", when({ "ForAllValues:StringEquals": { "aws:RequestTag/a": "b" } })],
  ["ForAnyValue", "-", when({ "ForAnyValue:StringEquals": appContext })],
  ["the names of the context", "-", when(contextKeys)],
]);

boundaries("null-with-set", [
  [
    "ForAllValues",
    "suggestion",
    when({ "ForAllValues:Null": { "kms:ViaService": "true" } }),
    { says: /always true/ },
  ],
  [
    "ForAnyValue",
    "suggestion",
    when({ "ForAnyValue:Null": { "kms:ViaService": "true" } }),
    { says: /always false/ },
  ],
  ["neither", "-", when({ Null: { "kms:ViaService": "true" } })],
]);

boundaries("unknown-operator", [
  [
    "If-Exists",
    "error",
    when({ "StringEqualsIf-Exists": via }),
    { says: /did you mean StringEqualsIfExists\?/ },
  ],
  [
    "If Exist",
    "error",
    when({ "StringEqualsIf Exist": via }),
    { says: /did you mean StringEqualsIfExists\?/ },
  ],
  ["a word that is like none", "error", when({ Resembles: via }), { says: /write one such as StringEquals/ }],
]);

const until = (value: unknown, operator = "DateLessThan", key = "aws:CurrentTime", parts = {}) =>
  when({ [operator]: { [key]: value } }, parts);
const timed = { options: in2026 };
boundaries("date-format", [
  ["no date", "warning", until("tomorrow")],
  ["no day of that month", "warning", until("2027-02-30"), { says: /is no date/ }],
  ["the last day of a leap year's February", "-", until("2028-02-29")],
  ["the last second that a date can say", "-", until("253402300799")],
  ["a second later", "warning", until("253402300800"), { says: /beyond the year 9999/ }],
  ["a year alone", "-", until("2027"), timed],
  ["a day of 1970, in seconds", "warning", until("86400"), { ...timed, says: /is past/ }],
  ["past", "warning", until("2026-06-30T00:00:00Z"), timed],
  ["to come", "-", until("2026-07-02T00:00:00Z"), timed],
  ["one of two is to come", "-", until(["2026-06-30T00:00:00Z", "2026-07-02T00:00:00Z"]), timed],
  [
    "a past end of a Deny",
    "-",
    until("2026-06-30T00:00:00Z", "DateLessThan", "aws:CurrentTime", deny),
    timed,
  ],
  ["a past begin", "-", until("2026-06-30T00:00:00Z", "DateGreaterThan"), timed],
  [
    "sessions from before a day",
    "-",
    until("2026-06-30T00:00:00Z", "DateLessThan", "aws:TokenIssueTime"),
    timed,
  ],
]);

const alias = (value: string, operator = "StringLike") => when({ [operator]: { "kms:RequestAlias": value } });
boundaries("request-alias-format", [
  ["any", "-", alias("*")],
  ["what may become alias/", "-", alias("al*")],
  ["what may not", "warning", alias("b*")],
  ["a pattern of aliases", "-", alias("alias/app-*")],
  ["a name", "-", alias("alias/app", "StringEquals")],
  ["a name without alias/", "warning", alias("app", "StringEquals"), { says: /write alias\/app/ }],
]);

const region = (key: string) => when({ StringEquals: { [key]: "eu-wset-1" } });
boundaries("unknown-region", [
  ["of a key whose Region is known", "-", region("aws:RequestedRegion")],
  ["of a key in several Regions", "suggestion", region("aws:RequestedRegion"), { facts: primary }],
  ["of a key that is not known", "suggestion", region("aws:RequestedRegion"), { facts: {} }],
  ["of replicas, which lie elsewhere", "suggestion", region("kms:ReplicaRegion")],
]);

const tagged = (value: string) => when({ StringEquals: { "aws:PrincipalTag/t": value } });
boundaries("variable-syntax", [
  ["a whole one", "-", tagged("${aws:username}")],
  ["the second has no end", "error", tagged("${aws:username}-${aws:userid")],
  ["empty", "error", tagged("${}")],
  ["the signs themselves", "-", tagged("${*}${?}${$}")],
  ["a default in quotes", "-", tagged("${aws:username, 'nobody'}")],
  ["a default without", "error", tagged("${aws:username, nobody}")],
  ["under Bool", "-", when({ Bool: { "aws:SecureTransport": "${aws:x}" } })],
  ["under a number", "error", when({ NumericLessThan: { "aws:MultiFactorAuthAge": "${aws:x}" } })],
  ["in a principal", "error", changed({ Principal: { AWS: "arn:aws:iam::${a}:root" } })],
  ["in an action", "error", changed({ Action: "kms:${a}" })],
  ["where it is plain text", "-", { ...tagged("${aws:username"), Version: "2008-10-17" }],
]);

boundaries("bool-not-boolean", [
  ["one value", "-", when({ Bool: { "aws:SecureTransport": "true" } })],
  [
    "two values",
    "warning",
    when({ Bool: { "aws:SecureTransport": ["true", "false"] } }),
    { says: /takes one value/ },
  ],
  [
    "a capital letter",
    "warning",
    when({ Bool: { "aws:SecureTransport": "True" } }),
    { says: /is read as true.*write "true"/ },
  ],
  ["another word", "warning", when({ Bool: { "aws:SecureTransport": "off" } }), { says: /write "false"/ }],
  [
    "no word for either",
    "warning",
    when({ Null: { "kms:ViaService": "maybe" } }),
    { says: /put "true" or "false" there/ },
  ],
]);

const base64 = (value: string) => when({ BinaryEquals: { "kms:NewerThanThis": value } });
boundaries("type-mismatch", [
  [
    "an ARN in the context",
    "-",
    when({ ArnLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b/*" } }),
  ],
  ["a grantee", "-", when({ ArnEquals: { "kms:GranteePrincipal": app } }, { Action: "kms:CreateGrant" })],
  [
    "a service as an ARN",
    "warning",
    when({ ArnLike: { "kms:ViaService": "arn:aws:s3:::b" } }),
    { says: /use StringEquals/ },
  ],
  ...["QQ==", "QUI=", "QmluYXJ5", ""].map((value): Boundary => [`in base64: ${value}`, "-", base64(value)]),
  ...["QQ=", "QQ", "QmluYXJ"].map((value): Boundary => [`cut short: ${value}`, "warning", base64(value)]),
  ["a number", "-", when({ NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } })],
]);

boundaries("condition-key-format", [
  [
    "without its service",
    "error",
    when({ StringEquals: { ViaService: "x" } }),
    { says: /write kms:ViaService/ },
  ],
  [
    "a family without its member",
    "error",
    when({ StringEquals: { "aws:PrincipalTag/": "x" } }),
    { says: /write aws:PrincipalTag\/NAME/ },
  ],
  ["a family as if it were a key", "error", when({ StringEquals: { "aws:PrincipalTag": "x" } })],
  ["a member", "-", when({ StringEquals: { "aws:PrincipalTag/a": "x" } })],
]);

boundaries("value-never-matches", [
  [
    "an id of a VPC as an endpoint",
    "warning",
    when({ StringEquals: { "aws:SourceVpce": "vpc-0a1b2c3d" } }),
    { says: /a VPC is tested by aws:SourceVpc$/ },
  ],
  [
    "an account of 11 digits",
    "warning",
    when({ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::11112222333:role/App" } }),
    { says: /11112222333, is not 12 digits/ },
  ],
  ["an account of 12 digits", "-", when({ ArnEquals: { "aws:PrincipalArn": app } })],
  [
    "another account, as a number",
    "warning",
    when({ StringEquals: { "aws:ResourceAccount": 444455556666 } }),
    { fixable: false },
  ],
  [
    "a variable that is plain text",
    "warning",
    { ...when({ StringEquals: { "kms:CallerAccount": "${a}" } }), Version: "2008-10-17" },
  ],
  ["a variable", "-", when({ StringEquals: { "kms:CallerAccount": "${aws:PrincipalAccount}" } })],
  ["all ARNs", "-", when({ ArnLike: { "aws:PrincipalArn": "*" } })],
]);

boundaries("duplicate-condition-key-case", [
  [
    "under one operator",
    "error",
    when({ StringEquals: { "aws:PrincipalTag/t": "a", "AWS:principaltag/T": "b" } }),
  ],
  [
    "under two",
    "-",
    when({ StringEquals: { "aws:PrincipalTag/t": "a" }, StringLike: { "AWS:principaltag/T": "b" } }),
  ],
]);

boundaries("reserved-role-path", [
  [
    "as a principal",
    "error",
    changed({ Principal: { AWS: `arn:aws:iam::${account}:role/AWSServiceRoleForAutoScaling` } }),
  ],
  [
    "in a condition, where KMS takes any text",
    "warning",
    when({ ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/AWSServiceRoleForAutoScaling` } }),
  ],
  [
    "as a grantee",
    "warning",
    when(
      {
        StringEquals: { "kms:GranteePrincipal": `arn:aws:iam::${account}:role/AWSServiceRoleForAutoScaling` },
      },
      { Action: "kms:CreateGrant" },
    ),
  ],
  [
    "in the context",
    "-",
    when({
      StringEquals: {
        "kms:EncryptionContext:a": `arn:aws:iam::${account}:role/AWSServiceRoleForAutoScaling`,
      },
    }),
  ],
  [
    "where a pattern is one",
    "warning",
    when({
      StringLike: {
        "aws:PrincipalArn": `arn:aws:iam::${account}:role/AWSReservedSSO_Admin_0123456789abcdef`,
      },
    }),
    { says: /amazonaws.com\/\*AWSReservedSSO_Admin/ },
  ],
  [
    "where it is none",
    "warning",
    when({
      StringEquals: {
        "aws:PrincipalArn": `arn:aws:iam::${account}:role/AWSReservedSSO_Admin_0123456789abcdef`,
      },
    }),
    { says: /REGION/ },
  ],
]);

boundaries("variable-in-old-version", [
  [
    "without a Version",
    "warning",
    {
      Statement: [
        rootStatement,
        statement({ Condition: { StringEquals: { "aws:PrincipalTag/t": "${a}" } } }),
      ],
    },
  ],
  ["under a Version that is none", "-", { ...tagged("${a}"), Version: "2012-10-18" }],
  ["under the new one", "-", tagged("${a}")],
]);

boundaries("old-version", [
  ["without variables", "suggestion", { ...only(rootStatement), Version: "2008-10-17" }],
  ["with what the new one would fill in", "-", { ...tagged("${a}"), Version: "2008-10-17" }],
]);

boundaries("principal-arn-session", [
  [
    "a session",
    "warning",
    when({ ArnEquals: { "aws:PrincipalArn": `arn:aws:sts::${account}:assumed-role/App/me` } }),
    { says: /write the role: arn:aws:iam::111122223333:role\/App/ },
  ],
  [
    "of an account that is none",
    "warning",
    when({ ArnEquals: { "aws:PrincipalArn": "arn:aws:sts::11112222333:assumed-role/App/me" } }),
    { says: /name the role/ },
  ],
  ["its role", "-", when({ ArnEquals: { "aws:PrincipalArn": app } })],
]);
