import type { FindingCode } from "../../src/check/catalogue.ts";

export interface StatementValue {
  Sid?: unknown;
  Effect?: unknown;
  Principal?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Condition?: unknown;
  [name: string]: unknown;
}

export interface PolicyValue {
  Version?: unknown;
  Statement?: unknown;
  [name: string]: unknown;
}

/** One fault that a hand can put into a good policy. */
export interface Mutation {
  readonly fault: string;
  readonly code: FindingCode;
  /** How the text goes on at the line and column of the finding: the faulty value, or the name of the faulty member. */
  readonly shows: string;
  /** Puts the fault into statement `index` (or the document); returns the JSON Pointer where it must be found. */
  readonly apply: (policy: PolicyValue, statement: StatementValue, index: number) => string;
}

const at = (index: number, ...rest: readonly (string | number)[]): string =>
  [
    "",
    "Statement",
    index,
    ...rest.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")),
  ].join("/");

const inStatement = (
  fault: string,
  code: FindingCode,
  parts: StatementValue,
  shows: string,
  ...path: readonly (string | number)[]
): Mutation => ({
  fault,
  code,
  shows,
  apply: (_, statement, index) => {
    Object.assign(statement, parts);
    return at(index, ...path);
  },
});

const principal = (fault: string, code: FindingCode, value: unknown): Mutation =>
  inStatement(
    fault,
    code,
    { Principal: { AWS: ["arn:aws:iam::111122223333:role/Fine", value] } },
    JSON.stringify(value),
    "Principal",
    "AWS",
    1,
  );

const action = (fault: string, code: FindingCode, value: unknown): Mutation =>
  inStatement(fault, code, { Action: ["kms:DescribeKey", value] }, JSON.stringify(value), "Action", 1);

const condition = (
  fault: string,
  code: FindingCode,
  value: Readonly<Record<string, unknown>>,
  shows: string,
  ...path: readonly (string | number)[]
): Mutation => inStatement(fault, code, { Condition: value }, shows, "Condition", ...path);

const without = (fault: string, code: FindingCode, name: keyof StatementValue): Mutation => ({
  fault,
  code,
  shows: "{",
  apply: (_, statement, index) => {
    Reflect.deleteProperty(statement, name);
    return at(index);
  },
});

/** At least thirty kinds of single fault, each with the code that must name it. */
export const mutations: readonly Mutation[] = [
  {
    fault: "a Version of a day on which there was none",
    code: "invalid-version",
    shows: '"2012-10-18"',
    apply: (policy) => {
      policy.Version = "2012-10-18";
      return "/Version";
    },
  },
  {
    fault: "no Version",
    code: "missing-version",
    shows: "{",
    apply: (policy) => {
      delete policy.Version;
      return "";
    },
  },
  {
    fault: "a member that the language does not have",
    code: "unknown-element",
    shows: '"Statements"',
    apply: (policy) => {
      policy["Statements"] = [];
      return "/Statements";
    },
  },
  {
    fault: "the Sid of another statement",
    code: "duplicate-sid",
    shows: '"twice"',
    apply: (policy, statement, index) => {
      const copy = { ...statement, Sid: "twice", Resource: "*" };
      statement.Sid = "twice";
      (policy.Statement as StatementValue[]).splice(index + 1, 0, copy);
      return at(index + 1, "Sid");
    },
  },
  inStatement("a misspelt element", "unknown-element", { Actions: "kms:Decrypt" }, '"Actions"', "Actions"),
  inStatement("an Effect in lower case", "invalid-effect", { Effect: "allow" }, '"allow"', "Effect"),
  without("no Effect", "invalid-effect", "Effect"),
  without("no Principal", "missing-principal", "Principal"),
  without("no Action", "missing-action", "Action"),
  without("no Resource", "missing-resource", "Resource"),
  inStatement(
    "an empty list of principals",
    "missing-principal",
    { Principal: { AWS: [] } },
    "[]",
    "Principal",
    "AWS",
  ),
  inStatement(
    "the Principal as a text",
    "invalid-principal-format",
    { Principal: "arn:aws:iam::111122223333:root" },
    '"arn:aws:iam::111122223333:root"',
    "Principal",
  ),
  inStatement(
    "a kind of principal that does not exist",
    "invalid-principal-key",
    { Principal: { Aws: "*" } },
    '"Aws"',
    "Principal",
    "Aws",
  ),
  inStatement(
    "an alias as Resource",
    "other-key-resource",
    { Resource: "arn:aws:kms:eu-west-1:111122223333:alias/app" },
    '"arn:aws:kms:eu-west-1:111122223333:alias/app"',
    "Resource",
  ),
  inStatement("an empty Sid", "empty-sid", { Sid: "" }, '""', "Sid"),
  inStatement(
    "a number for an Action",
    "data-type-mismatch",
    { Action: ["kms:Decrypt", 7] },
    "7",
    "Action",
    1,
  ),
  inStatement(
    "Action beside NotAction",
    "element-conflict",
    { NotAction: "kms:Decrypt" },
    '"NotAction"',
    "NotAction",
  ),
  principal("an IAM group", "group-principal", "arn:aws:iam::111122223333:group/Team"),
  principal("an IAM policy", "iam-only-arn", "arn:aws:iam::111122223333:policy/Keys"),
  principal("an instance profile", "iam-only-arn", "arn:aws:iam::111122223333:instance-profile/Web"),
  principal("an account with 11 digits", "invalid-account-id", "11112222333"),
  principal("an account with 13 digits in the ARN", "invalid-account-id", "arn:aws:iam::1111222233334:root"),
  principal("an account with dashes", "invalid-account-id", "1111-2222-3333"),
  principal("what is left of a deleted user", "deleted-principal", "AIDACKCEVSQ6C2EXAMPLE"),
  principal("what is left of a deleted role", "deleted-principal", "AROACKCEVSQ6C2EXAMPLE"),
  principal("a wildcard in an ARN", "wildcard-in-principal", "arn:aws:iam::111122223333:role/*"),
  principal("an ARN without an account", "malformed-principal-arn", "arn:aws:iam:role/App"),
  principal("an ARN of sts for a role", "malformed-principal-arn", "arn:aws:sts::111122223333:role/App"),
  principal("a blank in an ARN", "malformed-principal-arn", "arn:aws:iam::111122223333:role/My App"),
  inStatement(
    "a service that does not exist",
    "invalid-service-principal",
    { Principal: { Service: "s3" } },
    '"s3"',
    "Principal",
    "Service",
  ),
  action("a misspelt action", "unknown-action", "kms:Decrpyt"),
  action("an action of another service", "non-kms-action", "s3:GetObject"),
  action("an action without its service", "malformed-action", "Decrypt"),
  action("a pattern that matches nothing", "unknown-action", "kms:Dec*ptt"),
  action("an action twice", "redundant-action", "kms:DescribeKey"),
  action("an action that no key policy can give", "ineffective-action", "kms:ListKeys"),
  condition(
    "a misspelt operator",
    "unknown-operator",
    { StringEqual: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    '"StringEqual"',
    "StringEqual",
  ),
  condition(
    "a misspelt key",
    "unknown-condition-key",
    { StringEquals: { "kms:ViaServce": "s3.eu-west-1.amazonaws.com" } },
    '"kms:ViaServce"',
    "StringEquals",
    "kms:ViaServce",
  ),
  condition(
    "a wildcard that is none",
    "wildcard-without-like",
    { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
    '"arn:aws:iam::111122223333:role/*"',
    "StringEquals",
    "aws:PrincipalArn",
  ),
  condition(
    "a date that is none",
    "date-format",
    { DateLessThan: { "aws:CurrentTime": "next week" } },
    '"next week"',
    "DateLessThan",
    "aws:CurrentTime",
  ),
  condition(
    "an address that is none",
    "private-source-ip",
    { IpAddress: { "aws:SourceIp": "10.0.0.300" } },
    '"10.0.0.300"',
    "IpAddress",
    "aws:SourceIp",
  ),
  condition("an empty condition", "empty-condition", {}, "{}"),
  condition(
    "a Bool that is neither true nor false",
    "bool-not-boolean",
    { Bool: { "aws:MultiFactorAuthPresent": "yes" } },
    '"yes"',
    "Bool",
    "aws:MultiFactorAuthPresent",
  ),
];
