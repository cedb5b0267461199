import { describe, expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { readConfig } from "../../src/check/config.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

// What an organization writes into .kmspolrc.json, and what it does.

const account = "111122223333";
const statement = (principal: unknown, more: object = {}) => ({
  ...{ Effect: "Allow", Principal: principal, Action: "kms:Decrypt", Resource: "*", ...more },
});
const root = statement({ AWS: `arn:aws:iam::${account}:root` }, { Action: "kms:*" });
const role = (name: string, of = account) => ({ AWS: `arn:aws:iam::${of}:role/${name}` });
const session = (name: string, of = account) => ({ AWS: `arn:aws:sts::${of}:assumed-role/${name}/me` });
const where = (test: object) => ({ Condition: test });
const ownPrincipals = { StringEquals: { "aws:PrincipalAccount": account } };

const ban = (principal: string, except: readonly string[] = []) => ({
  ...{ principal, except, actions: ["kms:Decrypt", "kms:ReEncrypt*"], reason: "because" },
});

const found = (forbid: ReturnType<typeof ban>, ...statements: readonly object[]) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] }, undefined, 1);
  const findings = checkPolicy(
    parsePolicyText(text, "json"),
    { account, partition: "aws" },
    { forbid: [forbid] },
  );
  return findings.filter(({ code }) => code === "forbidden-access").map(({ severity }) => severity);
};

describe("forbidden access, by meaning", () => {
  test.each<readonly [string, ReturnType<typeof ban>, readonly object[], readonly string[]]>([
    ["what is left to IAM alone", ban("role/Dev"), [], []],
    ["the role by name", ban("role/Dev"), [statement(role("Dev"))], ["error"]],
    ["another role", ban("role/Dev"), [statement(role("Ops"))], []],
    ["another action", ban("role/Dev"), [statement(role("Dev"), { Action: "kms:Encrypt" })], []],
    ["a pattern", ban("role/De*"), [statement(role("Dev")), statement(role("Ops"))], ["error"]],
    ["an exception", ban("role/*", ["role/Ops"]), [statement(role("Ops"))], []],
    ["everyone of the account has it", ban("role/Dev"), [statement("*", where(ownPrincipals))], ["error"]],
    [
      "a condition that spares the role",
      ban("role/Dev"),
      [statement("*", where({ ...ownPrincipals, ArnNotEquals: { "aws:PrincipalArn": role("Dev").AWS } }))],
      [],
    ],
    [
      "a Deny takes it away",
      ban("role/Dev"),
      [statement(role("Dev")), statement(role("Dev"), { Effect: "Deny" })],
      [],
    ],
    [
      "under a condition",
      ban("role/Dev"),
      [statement(role("Dev"), where({ Bool: { "aws:MultiFactorAuthPresent": "true" } }))],
      ["error"],
    ],
    ["outsiders", ban("outside"), [statement(role("Read", "444455556666"))], ["error"]],
    ["everyone is outside, too", ban("outside"), [statement("*")], ["error"]],
    [
      "an excepted account excuses not everyone",
      ban("outside", ["444455556666"]),
      [statement("*")],
      ["error"],
    ],
    [
      "nor all accounts that a pattern takes in",
      ban("outside", ["444455556666"]),
      [statement("*", where({ StringLike: { "aws:PrincipalAccount": "44445555666*" } }))],
      ["error"],
    ],
    [
      "the excepted account itself",
      ban("outside", ["444455556666"]),
      [statement(role("Read", "444455556666"))],
      [],
    ],
    ["everyone, where that is excepted", ban("outside", ["anyone"]), [statement("*")], []],
    [
      "outsiders but one account",
      ban("outside", ["444455556666"]),
      [statement(role("Read", "444455556666"))],
      [],
    ],
    [
      "an account has what its role has",
      ban("444455556666"),
      [statement(role("Read", "444455556666"))],
      ["error"],
    ],
    ["another account", ban("777788889999"), [statement(role("Read", "444455556666"))], []],
    ["a session of the role", ban("role/Dev"), [statement(session("Dev"))], ["error"]],
    [
      "all sessions of the role but one",
      ban("role/Dev"),
      [statement(role("Dev")), statement(session("Dev"), { Effect: "Deny" })],
      ["error"],
    ],
    ["a session of another role", ban("role/Dev"), [statement(session("Ops"))], []],
    ["a session of a role in a folder", ban("role/team/Dev"), [statement(session("Dev"))], ["warning"]],
    ["sessions by a pattern", ban("role/D*"), [statement(session("Dev"))], ["error"]],
    ["a session of an excepted role", ban("role/*", ["role/Ops"]), [statement(session("Ops"))], []],
    ["a session from outside", ban("outside"), [statement(session("Dev", "444455556666"))], ["error"]],
    [
      "a session of a permission set",
      ban("sso/Dev"),
      [statement(session("AWSReservedSSO_Dev_0123456789abcdef"))],
      ["error"],
    ],
    ["a service", ban("service:s3.amazonaws.com"), [statement({ Service: "s3.amazonaws.com" })], ["error"]],
  ])("%s", (_, forbid, statements, expected) => {
    expect(found(forbid, ...statements)).toEqual(expected);
  });
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  ["who is outside is not known where the key's account is not", [], ["warning"]],
  ["but not of whom is excepted", [account], []],
])("%s", (_, except, expected) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: [root] });
  const findings = checkPolicy(parsePolicyText(text, "json"), {}, { forbid: [ban("outside", except)] });
  const found = findings.filter(({ code }) => code === "forbidden-access");
  expect(found.map(({ severity }) => severity)).toEqual(expected);
  for (const { hint } of found) expect(hint).toContain("--account");
});

test("a trusted account is quiet, but never what everyone may do, nor who is locked out", () => {
  const options = {
    trustedAccounts: new Set(["444455556666"]),
    accountNames: new Map([["777788889999", "Acme"]]),
  };
  const codesOf = (...statements: readonly object[]) => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    return checkPolicy(parsePolicyText(text, "json"), { account, partition: "aws" }, options);
  };
  const codes = codesOf(root, statement({ AWS: "444455556666" }), statement("*")).map(({ code }) => code);
  expect(codes).toContain("public-access");
  expect(codes).not.toContain("external-account-access");
  expect(codesOf(statement({ AWS: "444455556666" })).map(({ code }) => code)).toContain("lockout");
  expect(codesOf(root, statement({ AWS: "777788889999" }))).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining("777788889999 (Acme)") as string }),
  );
});

test.each<readonly [string, unknown, string, string]>([
  ["a misspelt setting", { trustedAcounts: {} }, "/trustedAcounts", 'did you mean "trustedAccounts"?'],
  [
    "a misspelt field",
    { forbid: [{ ...ban("anyone"), acton: 1 }] },
    "/forbid/0/acton",
    'did you mean "actions"?',
  ],
  [
    "a misspelt action",
    { forbid: [{ ...ban("anyone"), actions: ["kms:Decript"] }] },
    "/forbid/0/actions/0",
    "kms:Decrypt?",
  ],
  ["no principal", { forbid: [ban("Dev role")] }, "/forbid/0/principal", "names no principal"],
  [
    "an exception that is none",
    { forbid: [ban("anyone", ["x y"])] },
    "/forbid/0/except/0",
    "names no principal",
  ],
  [
    "an exception that is no list",
    { forbid: [{ ...ban("anyone"), except: "role/Ops" }] },
    "/forbid/0/except",
    "a list of principals",
  ],
  [
    "an exception that is a number",
    { forbid: [{ ...ban("anyone"), except: [5] }] },
    "/forbid/0/except",
    "a list of principals",
  ],
  ...[
    "everyone",
    "1111222233",
    "root-user:x",
    "service:",
    "role/",
    "role/a b",
    "sso/",
    "sso/a*",
    "group/a",
  ].map(
    (principal) =>
      [principal, { forbid: [ban(principal)] }, "/forbid/0/principal", "names no principal"] as const,
  ),
  ["no reason", { forbid: [{ ...ban("anyone"), reason: " " }] }, "/forbid/0/reason", "needs its reason"],
  ["nothing for a configuration", null, "/", "is no object"],
  ["a list for a configuration", [], "/", "is no object"],
  ["a text for a configuration", "accept", "/", "is no object"],
  ["nothing for an acceptance", { accept: [null] }, "/accept/0", "object"],
  ["a list for an acceptance", { accept: [[]] }, "/accept/0", "object"],
  ["an object for acceptances", { accept: {} }, "/accept", "list"],
  ["nothing for a ban", { forbid: [null] }, "/forbid/0", "object"],
  ["an object for bans", { forbid: {} }, "/forbid", "list"],
  ["nothing for accounts", { vendorAccounts: null }, "/vendorAccounts", "are an object"],
  ["a text for accounts", { trustedAccounts: "444455556666" }, "/trustedAccounts", "are an object"],
  ["an account id", { vendorAccounts: { "12": "Acme" } }, "/vendorAccounts/12", "12 digits"],
  [
    "an account without a name",
    { trustedAccounts: { "444455556666": "" } },
    "/trustedAccounts/444455556666",
    "has no name",
  ],
  ["an account that is a number", { account: 111122223333 }, "/account", "is the id of an account"],
  ["an organization", { organization: "acme" }, "/organization", "is the id of an organization"],
  ["a list of accounts", { trustedAccounts: ["444455556666"] }, "/trustedAccounts", "are an object"],
  [
    "an account with a blank name",
    { vendorAccounts: { "444455556666": " " } },
    "/vendorAccounts/444455556666",
    "has no name",
  ],
  ["a schema that is no text", { $schema: 1 }, "/$schema", "is where the schema lies"],
  ["a partition", { partition: "azure" }, "/partition", "such as"],
  [
    "an id of an organization with a letter too few",
    { organization: "o-abcdefghi" },
    "/organization",
    "10 to 32",
  ],
  ["one with a letter too many", { organization: `o-${"a".repeat(33)}` }, "/organization", "10 to 32"],
  [
    "a list of globs with something else in it",
    { accept: [{ code: "public-access", reason: "x", files: ["a", 7] }] },
    "/accept/0/files",
    "a list of globs",
  ],
  ["no actions", { forbid: [{ ...ban("anyone"), actions: [] }] }, "/forbid/0/actions", "a list such as"],
  [
    "a principal that is longer than any",
    { forbid: [ban(`role/${"a".repeat(2044)}`)] },
    "/forbid/0/principal",
    "names no principal",
  ],
])("%s is refused, and where", (_, config, at, message) => {
  const [problem] = readConfig(config).problems;
  expect([problem?.where, problem?.message]).toEqual([at, expect.stringContaining(message)]);
});

test.each<readonly [string, unknown]>([
  ["an id of an organization as short as they are", { organization: "o-abcdefghij" }],
  ["and as long", { organization: `o-${"a".repeat(32)}` }],
  ...[
    "outside",
    account,
    `account:${account}`,
    "root-user:1*",
    "service:s3.*",
    "user/a.b",
    "role/te?m/*",
    "sso/Dev-1",
    `sso/Dev@${account}`,
  ].map((principal) => [principal, { forbid: [ban(principal)] }] as const),
  ...["arn:aws:iam::*:role/Dev", `arn:aws*:sts::${account}:assumed-role/Dev/*`].map(
    (principal) => [principal, { forbid: [ban(principal)] }] as const,
  ),
  ["a pattern of actions", { forbid: [{ ...ban("anyone"), actions: ["kms:Decr?pt"] }] }],
  ["an action that may come tomorrow", { forbid: [{ ...ban("anyone"), actions: ["kms:FrobnicateAll"] }] }],
  ["a principal as long as they are", { forbid: [ban(`role/${"a".repeat(2043)}`)] }],
  [
    "a glob of the greatest length",
    { accept: [{ code: "public-access", reason: "x", files: "a".repeat(1000) }] },
  ],
])("%s is taken", (_, config) => {
  expect(readConfig(config).problems).toEqual([]);
});
