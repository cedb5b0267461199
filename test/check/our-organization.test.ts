import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

// What `organization` of the configuration makes of access from other accounts (IAM User Guide, "AWS global condition context keys").

const ours = "o-oursoursou1";
const other = "o-otherother1";
const account = "111122223333";
const friend = "arn:aws:iam::444455556666:root";

type Test = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const allow = (principal: unknown, condition: Test, action: unknown = "kms:Decrypt") => ({
  ...{ Effect: "Allow", Principal: principal, Action: action, Resource: "*", Condition: condition },
});
const denyUnless = (...organizations: readonly string[]) => ({
  ...{ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" },
  Condition: { StringNotEquals: { "aws:PrincipalOrgID": organizations } },
});
const root = allow({ AWS: `arn:aws:iam::${account}:root` }, {}, "kms:*");
const anyone = { AWS: "*" };
const of = (...organizations: readonly string[]): Test => ({
  StringEquals: { "aws:PrincipalOrgID": organizations },
});
const below = (path: string, operator = "ForAnyValue:StringLike"): Test => ({
  [operator]: { "aws:PrincipalOrgPaths": path },
});

const told = (organization: string | undefined, statements: readonly object[]): readonly string[] => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] });
  return checkPolicy(parsePolicyText(text, "json"), { account, partition: "aws" }, { organization })
    .filter(({ code }) => code.startsWith("external-account") || code.startsWith("public"))
    .map(({ code, message }) => `${code}: ${/o-[a-z0-9]+|\d{12}/.exec(message)?.[0] ?? "anyone"}`);
};

const access = (who: string): string => `external-account-access: ${who}`;
const full = (who: string): string => `external-account-full: ${who}`;
const vpc: Test = { StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } };

describe("with an organization of our own", () => {
  test.each<readonly [string, readonly object[], readonly string[]]>([
    ["anyone of ours", [allow(anyone, of(ours))], []],
    [
      "anyone of ours in capital letters",
      [allow(anyone, { StringEqualsIgnoreCase: { "aws:PrincipalOrgID": ours.toUpperCase() } })],
      [],
    ],
    ["anyone of another", [allow(anyone, of(other))], [access(other)]],
    ["anyone of both", [allow(anyone, of(ours, other))], [access(other)]],
    ["a bare *", [allow("*", of(other))], [access(other)]],
    [
      "StringLike without a wildcard",
      [allow(anyone, { StringLike: { "aws:PrincipalOrgID": other } })],
      [access(other)],
    ],
    ["a path of another", [allow(anyone, below(`${other}/r-ab12/ou-ab12-11111111/*`))], [access(other)]],
    [
      "another by id, and a path of ours",
      [allow(anyone, { ...of(ours, other), ...below(`${ours}/r-ab12/*`) })],
      [],
    ],
    ["a path of ours", [allow(anyone, below(`${ours}/r-ab12/*`))], []],
    ["all of another", [allow(anyone, of(other), "kms:*")], [full(other), access(other)]],
    ["a Deny takes it from another", [allow(anyone, of(ours, other)), denyUnless(ours)], []],
    [
      "a Deny spares another, and a network limits it",
      [allow(anyone, vpc), denyUnless(ours, other)],
      [access(other)],
    ],
    ["a path of another, denied by id", [allow(anyone, below(`${other}/r-ab12/*`)), denyUnless(ours)], []],
    ["another account of ours", [allow({ AWS: friend }, of(ours))], []],
    ["a role of another account of ours", [allow({ AWS: friend.replace("root", "role/App") }, of(ours))], []],
    ["another account, by a path of ours", [allow({ AWS: friend }, below(`${ours}/r-ab12/*`))], []],
    ["another account, and a Deny for all but ours", [allow({ AWS: friend }, {}), denyUnless(ours)], []],
    [
      "another account of ours by a condition",
      [allow(anyone, { StringEquals: { "kms:CallerAccount": "444455556666", "aws:PrincipalOrgID": ours } })],
      [],
    ],
    ["another account of another", [allow({ AWS: friend }, of(other))], [access("444455556666")]],
    ["another account of either", [allow({ AWS: friend }, of(ours, other))], [access("444455556666")]],
    ["another account", [allow({ AWS: friend }, {})], [access("444455556666")]],
    [
      "IfExists lets in who is of none",
      [allow({ AWS: friend }, { StringEqualsIfExists: { "aws:PrincipalOrgID": ours } })],
      [access("444455556666")],
    ],
    [
      "all but ours",
      [allow({ AWS: friend }, { StringNotEquals: { "aws:PrincipalOrgID": ours } })],
      [access("444455556666")],
    ],
    [
      "far-reaching rights are told of ours, too",
      [allow({ AWS: friend }, of(ours), "kms:*")],
      [full("444455556666")],
    ],
  ])("%s", (_, statements, expected) => {
    expect([...told(ours, statements)].sort()).toEqual([...expected].sort());
  });
});

test.each<readonly [string, readonly object[], readonly string[]]>([
  ["nobody is another", [allow(anyone, of(other))], []],
  ["an account is told", [allow({ AWS: friend }, of(ours))], [access("444455556666")]],
])("without one %s", (_, statements, expected) => {
  expect(told(undefined, statements)).toEqual(expected);
});

test.each<readonly [string, readonly object[], string]>([
  [
    "the other one of two",
    [allow(anyone, of(ours, other))],
    "/Statement/1/Condition/StringEquals/aws:PrincipalOrgID/1",
  ],
  [
    "its path",
    [allow(anyone, below(`${other}/r-ab12/*`))],
    "/Statement/1/Condition/ForAnyValue:StringLike/aws:PrincipalOrgPaths",
  ],
  [
    "its principal, where a Deny alone names it",
    [allow(anyone, vpc), denyUnless(other)],
    "/Statement/1/Principal/AWS",
  ],
])("the finding stands where the organization is named: %s", (_, statements, expected) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] });
  const found = checkPolicy(
    parsePolicyText(text, "json"),
    { account, partition: "aws" },
    { organization: ours },
  );
  expect(found.find(({ code }) => code === "external-account-access")?.path ?? "-").toBe(expected);
});
