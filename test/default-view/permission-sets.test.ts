import { expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { requestPrincipal } from "../../src/verbs/can/request-principal.ts";
import { addAdmins, addUsers, removeAdmins, removeUsers } from "../../src/core-verbs.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { withSets } from "../../src/default-view/set-access.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { principalWords } from "../../src/render/principal-words.ts";
import { renderDefaultView } from "../../src/render/default-view.ts";
import { signsFor } from "../../src/render/signs.ts";
import { plainStyle } from "../../src/render/style.ts";
import { adminLists, admins, delegation, grants, useLists, users } from "./console-policies.ts";
import { shapes } from "./shapes.ts";
import { arn, keys, other, own, policy, statements, statementsOf, type Short } from "./support.ts";

// `sso/NAME`: whatever the role of the permission set is called tomorrow (IAM Identity Center User Guide, "Referencing permission sets in
// resource policies").

const patternOf = (name: string, account = own) =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${name}_????????????????`;
const isSet = (name: string, account = own) => ({
  ArnLike: { "aws:PrincipalArn": patternOf(name, account) },
});
const roleOf = (name: string, hash: string, account = own, region = "") =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${name}_${hash}`;
const forServices = { Bool: { "kms:GrantIsForAWSResource": "true" } };

const alone: readonly Short[] = [admins("role/Ops"), users("role/App"), grants("role/App")];
const whole = [delegation, ...alone];

test("add-user: use and grants for the account's principal, if it is that set", () => {
  for (const before of [policy(...whole), policy(...alone)]) {
    const { document: after, notes } = addUsers(before, ["sso/Dev"], keys.symmetric);
    expect(statementsOf(after)).toEqual([
      ...statementsOf(before),
      ...statements(
        { sid: "Allow use of the key for sso Dev", who: "root", may: useLists.symmetric, if: isSet("Dev") },
        {
          ...{ sid: "Allow grants for AWS services on the key for sso Dev", who: "root" },
          ...{ may: grants("role/App").may, if: { ...forServices, ...isSet("Dev") } },
        },
      ),
    ]);
    expect(notes.join()).toContain("as far as the permission set's own policies allow the key, too");
    expect(addUsers(after, ["sso/Dev"], keys.symmetric).document).toBe(after);
    const view = readDefaultView(after, keys.symmetric);
    expect(view).toMatchObject({ users: [arn("role/App"), "sso/Dev"], limited: [], otherStatements: [] });
    expect(removeUsers(after, ["sso/Dev"], keys.symmetric).document.text).toBe(before.text);
    expect(removeUsers(after, [`sso/Dev@${own}`], keys.symmetric).document.text).toBe(before.text);
  }
});

test("add-admin, of the key's account only", () => {
  const before = policy(...alone);
  const after = addAdmins(before, ["sso/Ops"], keys.symmetric).document;
  expect(statementsOf(after).at(-1)).toEqual(
    statements({
      ...{ sid: "Allow access for Key Administrators for sso Ops", who: "root" },
      ...{ may: adminLists.A4, if: isSet("Ops") },
    })[0],
  );
  expect(readDefaultView(after, keys.symmetric)).toMatchObject({
    ...{ admins: [arn("role/Ops"), "sso/Ops"], adminsMayDelete: true, otherStatements: [] },
  });
  expect(removeAdmins(after, ["sso/Ops"], keys.symmetric).document.text).toBe(before.text);
  const outside = () => addAdmins(before, [`sso/Ops@${other}`], keys.symmetric);
  expect(outside).toThrow(expect.objectContaining({ code: "external-admin" }));
});

test("another account's set, and both of that name", () => {
  const before = policy(...whole);
  const word = `sso/Dev@${other}`;
  const { document: theirs, notes } = addUsers(before, [word], keys.symmetric);
  expect(statementsOf(theirs).at(-2)).toMatchObject({
    ...{ Principal: { AWS: arn("root", other) }, Condition: isSet("Dev", other) },
  });
  expect(notes.join()).toContain(`${word} is in account ${other}`);
  const both = addUsers(theirs, ["sso/Dev"], keys.symmetric).document;
  expect(readDefaultView(both, keys.symmetric).users).toEqual([arn("role/App"), word, "sso/Dev"]);
  const left = removeUsers(both, ["sso/Dev"], keys.symmetric).document;
  expect(left.text).toBe(theirs.text);
  expect(removeUsers(left, [word], keys.symmetric).document.text).toBe(before.text);
});

const shown = (document: PolicyDocument, facts: KeyFacts = keys.symmetric): string => {
  const [view, read] = [readDefaultView(document, facts), readPolicy(document)];
  const access = withSets(listAccess(read, facts), read, facts);
  const about = {
    target: { kind: "file", path: "x" },
    typed: { operand: "x", flags: [] },
    ...{ label: "x", facts, view, access },
  } as const;
  return renderDefaultView(about, { style: plainStyle, columns: 400, signs: signsFor({}) });
};

test.each<[string, readonly string[], readonly string[], RegExp[]]>([
  ["users", ["sso/Dev"], [], [/\nsso\/Dev +◐ +◐ +· +· +· +where IAM allows it too; grant: only for AWS/]],
  ["two users", ["sso/Dev", "sso/Ops"], [], [/\nsso\/Dev +◐ +◐ /, /\nsso\/Ops +◐ +◐ /]],
  ["administrators", [], ["sso/Ops"], [/\nsso\/Ops +· +◐ +◐ +◐ +◐ +where IAM allows it too\n/]],
])("permission sets have a row of their own in show: %s", (_, userSets, adminSets, rows) => {
  const one = userSets.reduce((to, set) => addUsers(to, [set], keys.symmetric).document, policy(...alone));
  const both = adminSets.reduce((to, set) => addAdmins(to, [set], keys.symmetric).document, one);
  for (const row of rows) expect(shown(both)).toMatch(row);
});

test("with --only and conditions", () => {
  const before = policy(...alone);
  const until = { operator: "DateLessThan", key: "aws:CurrentTime", values: ["2099-01-31T00:00:00Z"] };
  const options = { only: ["decrypt"], limits: [until] } as const;
  const after = addUsers(before, ["sso/Dev"], keys.symmetric, options).document;
  const view = readDefaultView(after, keys.symmetric);
  expect(view.limited).toMatchObject([{ principal: "sso/Dev", may: ["decrypt"] }]);
  expect(shown(after)).toMatch(
    /\nsso\/Dev +◐ .*kms:Decrypt and kms:DescribeKey, where IAM allows it too, only before 2099-01-31T00:00:00Z\n/,
  );
  expect(removeUsers(after, ["sso/Dev"], keys.symmetric, options).document.text).toBe(before.text);
});

test("whom the statement lets in: the set's role, whatever its ending and Region, and nobody else", () => {
  const after = readPolicy(addUsers(policy(...alone), ["sso/Dev"], keys.symmetric).document);
  const decide = (principal: string) =>
    decideRequest(after, { principal, action: "kms:Decrypt", context: {} }, keys.symmetric).decision;
  expect(decide(roleOf("Dev", "0123456789abcdef"))).toBe("needs-iam");
  expect(decide(roleOf("Dev", "fedcba9876543210", own, "eu-west-1/"))).toBe("needs-iam");
  expect(decide(requestPrincipal("sso/Dev", keys.symmetric))).toBe("needs-iam");
  expect(decide(requestPrincipal("sso/De", keys.symmetric))).toBe("not-allowed");
  expect(decide(roleOf("Dev", "0123456789abcdef", other))).toBe("not-allowed");
  expect(decide(arn("role/AWSReservedSSO_Dev_0123456789abcdef"))).toBe("not-allowed");
  expect(decide(arn("role/Other"))).toBe("not-allowed");
});

test("a role that the policy names is the set's", () => {
  const named = roleOf("Dev", "aaaaaaaaaaaaaaaa");
  expect(requestPrincipal("sso/Dev", keys.symmetric, [arn("role/App"), named])).toBe(named);
  expect(requestPrincipal("sso/Ops", keys.symmetric, [named])).not.toBe(named);
  expect(principalWords("sso/Dev", own)).toBe("sso/Dev");
});

test("removing from one set leaves the other of a shared condition", () => {
  const shared = { ArnLike: { "aws:PrincipalArn": [patternOf("Dev"), patternOf("Ops")] } };
  const before = policy(delegation, { who: "root", may: useLists.symmetric, if: shared });
  expect(readDefaultView(before, keys.symmetric).users).toEqual(["sso/Dev", "sso/Ops"]);
  const { document } = removeUsers(before, ["sso/Dev"], keys.symmetric);
  expect(statementsOf(document)[1]).toMatchObject({ Condition: isSet("Ops") });
});

test("a pattern that takes in more than one set is told as it is", () => {
  const wide = { ArnLike: { "aws:PrincipalArn": patternOf("Dev").replace(/\?+$/, "*") } };
  const view = readDefaultView(
    policy(delegation, { who: "root", may: useLists.symmetric, if: wide }),
    keys.symmetric,
  );
  expect(view.users).toEqual([]);
  expect(view.otherStatements).toHaveLength(1);
});

test.each(shapes)("add, then remove, gives the bytes back: $name", ({ name, document, facts }) => {
  const after = addUsers(document, ["sso/Fresh"], facts).document;
  expect(after).not.toBe(document);
  expect(addUsers(after, ["sso/Fresh"], facts).document).toBe(after);
  // Everyone has use there: the grants are all that was missing.
  const { users: whole, limited } = readDefaultView(after, facts);
  const told = name === "everyone of the account" ? limited.map(({ principal }) => principal) : whole;
  expect(told).toContain("sso/Fresh");
  expect(removeUsers(after, ["sso/Fresh"], facts).document.text).toBe(document.text);
  const admin = addAdmins(document, ["sso/Fresh"], facts).document;
  expect(removeAdmins(admin, ["sso/Fresh"], facts).document.text).toBe(document.text);
});

test.each<[string, KeyFacts, string, string]>([
  ["sso/Dev*", keys.symmetric, "wildcard-in-principal", "random ending"],
  ["sso/*", keys.symmetric, "wildcard-in-principal", "random ending"],
  ["sso/De?", keys.symmetric, "wildcard-in-principal", "random ending"],
  ["sso/", keys.symmetric, "malformed-permission-set", "sso/NAME"],
  ["sso/a/b", keys.symmetric, "malformed-permission-set", "sso/NAME"],
  ["sso/AWSReservedSSO_Dev_0123456789abcdef", keys.symmetric, "malformed-permission-set", "write sso/Dev"],
  ["sso/Dev@1234", keys.symmetric, "invalid-account-id", "sso/NAME@ACCOUNT"],
  ["sso/Dev", {}, "account-needed", "sso/Dev@ACCOUNT"],
])("refused: %s", (text, facts, code, hint) => {
  const error = expect.objectContaining({
    code,
    exit: 2,
    hint: expect.stringContaining(hint) as string,
  }) as Error;
  // Of two accounts, so that the policy does not tell whose the key is.
  const before = policy(users(["role/App", arn("role/App", other)]));
  expect(() => addUsers(before, [text], facts)).toThrow(error);
  expect(() => removeUsers(before, [text], facts)).toThrow(error);
  expect(() => requestPrincipal(text, facts)).toThrow(error);
});

// Each set is a pattern on the caller that may begin anywhere: all of them at once must still be told apart.
test.each([8, 10, 30, 36])("%i sets of two accounts on a key leave nothing undecided", (many) => {
  const kinds = ["Developers", "PowerUser", "Billing_Auditor", "Dev"];
  const names = Array.from({ length: many }, (_, at) => `sso/${kinds[at % 4] ?? ""}${at < 4 ? "" : at}`);
  const operands = names.map((name, at) => (at % 5 === 3 ? `${name}@${other}` : name));
  const before = policy(...(many === 10 ? alone : whole));
  const { document } = addUsers(before, operands, keys.symmetric);
  expect(removeUsers(document, operands, keys.symmetric).document.text).toBe(before.text);
  const access = listAccess(readPolicy(document), keys.symmetric);
  expect(access.filter(({ undecided }) => undecided !== undefined)).toEqual([]);
  expect(told(document)).toEqual(expect.arrayContaining(operands));
});

const told = (document: PolicyDocument): readonly string[] =>
  withSets(listAccess(readPolicy(document), keys.symmetric), readPolicy(document), keys.symmetric).map(
    ({ principal }) => principal,
  );

// What the engine tells of them is one condition with a value for each.
test.each([
  ["the account's own, without a delegation to IAM", ["sso/One", "sso/Two"]],
  ["another account's", [`sso/One@${other}`, `sso/Two@${other}`]],
])("several sets in one command: %s", (_, operands) => {
  const before = policy(...alone);
  for (const options of [undefined, { only: ["decrypt"] }] as const) {
    const after = addUsers(before, operands, keys.symmetric, options).document;
    expect(told(after)).toEqual(expect.arrayContaining(operands));
    expect(removeUsers(after, operands, keys.symmetric, options).document.text).toBe(before.text);
    const [first, second] = operands.map((one) => [one]);
    const less = removeUsers(after, first ?? [], keys.symmetric, options).document;
    expect(removeUsers(less, second ?? [], keys.symmetric, options).document.text).toBe(before.text);
  }
});
