import { describe, expect, test } from "vitest";
import { isForOthers, isPositive, singlesOut, valuesFor } from "../../src/default-view/caller-condition.ts";
import { belongsToAny, speaksOf } from "../../src/default-view/concerns.ts";
import { conditionOf, haveSameTests, isSameTest, testsOf } from "../../src/default-view/condition-tests.ts";
import {
  administrators,
  mayDelete,
  namedPrincipals,
  withoutDeletion,
} from "../../src/default-view/administrators.ts";
import { iamShareOf, iamUndecidedIn } from "../../src/default-view/iam-share.ts";
import { areAllMet, isLimit } from "../../src/default-view/limits/limit.ts";
import { limitSentence, limitTitle } from "../../src/default-view/limits/limit-words.ts";
import { literalOperand, type Operand, parseOperand } from "../../src/default-view/operand.ts";
import { appliesToKey, isGrantCondition, isOwnAccount, partOf } from "../../src/default-view/recognise.ts";
import { standingAccess } from "../../src/default-view/standing-access.ts";
import { expandActions } from "../../src/default-view/action-set.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { adminLists, delegation } from "./console-policies.ts";
import { arn, keys, other, own, parse, policy, type Short } from "./support.ts";

// Whom a condition names, what two conditions have in common, and what a statement is by what it gives.

const facts = keys.symmetric;
const to = (text: string): Operand => parseOperand(text, facts);
const asked = (key: string, operator: string, ...values: readonly string[]) => ({ operator, key, values });
const alice = arn("user/alice");

describe("the values of a test that stand for somebody", () => {
  test.each<[key: string, operator: string, value: string, who: string, is: boolean]>([
    ["aws:PrincipalArn", "ArnLike", alice, "user/alice", true],
    ["AWS:principalarn", "stringequals", alice, "user/alice", true],
    ["aws:PrincipalArn", "ForAnyValue:StringLikeIfExists", alice, "user/alice", true],
    ["aws:PrincipalArn", "ForAllValues:ArnEquals", alice, "user/alice", true],
    ["aws:PrincipalArn", "StringNotEquals", alice, "user/alice", false],
    ["aws:PrincipalArn", "StringEqualsX", alice, "user/alice", false],
    ["aws:PrincipalArn", "XStringEquals", alice, "user/alice", false],
    ["aws:PrincipalArn", "StringEqualsIgnoreCase", alice, "user/bob", false],
    ["aws:username", "StringEquals", "alice", "user/alice", true],
    ["aws:username", "StringEquals", "alice", "role/alice", false],
    ["aws:userid", "StringEquals", "alice", "user/alice", false],
    ["aws:PrincipalTag/x", "StringEquals", alice, "user/alice", false],
    ["aws:PrincipalAccount", "StringEquals", other, other, true],
    ["kms:CallerAccount", "StringEquals", own, other, false],
    ["aws:PrincipalArn", "ArnLike", arn("role/x", other), other, true],
    ["aws:PrincipalArn", "ArnLike", arn("role/x"), other, false],
    ["aws:SourceAccount", "StringEquals", other, other, false],
  ])("%s %s %s for %s: %s", (key, operator, value, who, is) => {
    expect(valuesFor(asked(key, operator, "else", value), to(who))).toEqual(is ? [value] : []);
  });

  test("in whose name a service acts counts where that is asked", () => {
    const source = asked("aws:SourceArn", "ArnLike", `arn:aws:s3:eu:${other}:x`, `arn:aws:s3:eu:${own}:x`);
    expect(valuesFor(source, to(other), true)).toEqual([`arn:aws:s3:eu:${other}:x`]);
    expect(valuesFor(asked("aws:SourceAccount", "StringEquals", other), to(other), true)).toEqual([other]);
    expect(valuesFor(asked("aws:SourceVpc", "StringEquals", other), to(other), true)).toEqual([]);
  });

  test("an id of somebody deleted, with and without a session", () => {
    const id = literalOperand("AROADBQP57FF2AEXAMPLE", facts);
    const values = ["AROADBQP57FF2AEXAMPLE", "AROADBQP57FF2AEXAMPLE:me", "AROADBQP57FF2AEXAMPLE2:me"];
    expect(valuesFor(asked("aws:userid", "StringLike", ...values), id)).toEqual(values.slice(0, 2));
    expect(valuesFor(asked("aws:username", "StringLike", ...values), id)).toEqual([]);
  });
});

test.each<[key: string, operator: string, values: readonly string[], is: boolean]>([
  ["aws:PrincipalArn", "ArnLike", [arn("role/x", other)], true],
  ["aws:PrincipalArn", "ArnLike", [arn("role/x", other), arn("role/x")], false],
  ["aws:PrincipalArn", "ArnLike", ["arn:aws:iam::*:role/x"], false],
  ["aws:PrincipalArn", "ArnLike", ["arn:*"], false],
  ["aws:PrincipalArn", "ArnNotLike", [arn("role/x", other)], false],
  ["aws:SourceArn", "ArnLike", [arn("role/x", other)], false],
])("%s %s %j is for nobody of the account: %s", (key, operator, values, is) => {
  expect(isForOthers(asked(key, operator, ...values), own)).toBe(is);
});

test.each<[key: string, values: readonly string[], who: string, is: boolean]>([
  ["aws:PrincipalArn", [alice], "user/alice", true],
  ["aws:PrincipalArn", [arn("user/team/alice")], "user/alice", true],
  ["aws:PrincipalArn", [arn("user/al*")], "user/alice", true],
  ["aws:PrincipalArn", [arn("user/al?ce")], "user/bob", true],
  ["aws:PrincipalArn", [arn("user/*")], "user/alice", false],
  ["aws:PrincipalArn", [arn("root")], "user/alice", false],
  ["aws:PrincipalArn", [arn("user/bob")], "user/alice", false],
  ["aws:PrincipalArn", [arn("user/bob"), alice], "user/alice", true],
  ["aws:PrincipalAccount", [own], "user/alice", false],
  ["aws:PrincipalType", ["alice"], "user/alice", false],
  ["aws:PrincipalTag/alice", ["alice"], "user/alice", false],
  ["aws:PrincipalAccount", [other], other, true],
  ["aws:PrincipalType", ["Account"], other, false],
])("%s %j tells %s from others of its account: %s", (key, values, who, is) => {
  expect(singlesOut(asked(key, "StringLike", ...values), to(who))).toBe(is);
  expect(singlesOut(asked(key, "StringNotLike", ...values), to(who))).toBe(false);
});

test("operators that hold for what they list", () => {
  for (const operator of ["StringEquals", "ArnEquals", "stringlike", "ForAnyValue:ArnLikeIfExists"])
    expect([operator, isPositive(asked("k", operator))]).toEqual([operator, true]);
  for (const operator of ["Bool", "NumericEquals", "Null", "ForSome:StringEquals", "StringEquals "])
    expect([operator, isPositive(asked("k", operator))]).toEqual([operator, false]);
});

describe("whom a row of who-can speaks of", () => {
  const session = `arn:aws:sts::${own}:assumed-role/App/s`;

  test.each<[word: string, who: string, is: boolean]>([
    [arn("role/App"), "role/App", true],
    [session, "role/App", true],
    [session, "role/team/App", true],
    [session, "role/OtherApp", false],
    [session, "user/App", false],
    [`arn:aws:sts::${other}:assumed-role/App/s`, "role/App", false],
    [arn("user/App"), "role/App", false],
    [`account:${own}`, "role/App", false],
    [`account:${other}`, other, true],
    [`account:${other} (others)`, other, true],
    [`root-user:${other}`, other, true],
    [arn("role/x", other), other, true],
    [arn("role/x"), other, false],
    ["anyone", other, false],
  ])("%s is %s: %s", (word, who, is) => {
    expect(speaksOf(word, to(who))).toBe(is);
    expect(belongsToAny([to("user/nobody"), to(who)])(word, [])).toBe(is);
  });

  const by = (key: string, values: readonly string[], more: object = {}) => ({
    key,
    test: "StringEquals",
    values,
    ...more,
  });
  const name = by("aws:username", ["alice"]);

  test.each<[what: string, when: readonly (readonly ReturnType<typeof by>[])[], is: boolean]>([
    ["under a condition that names it", [[name]], true],
    ["with more conditions", [[by("aws:SourceVpc", ["vpc-1"]), name]], true],
    ["in each way", [[name], [name, by("aws:SourceVpc", ["vpc-1"])]], true],
    ["in one way of two", [[name], [by("aws:SourceVpc", ["vpc-1"])]], false],
    ["always", [[]], false],
    ["without a way", [], false],
    ["where it is negated", [[by("aws:username", ["alice"], { not: true })]], false],
    ["with somebody else", [[by("aws:username", ["alice", "bob"])]], false],
    ["without a value", [[by("aws:username", [])]], false],
  ])("access of anyone belongs to it %s", (_, when, is) => {
    expect(belongsToAny([to("user/alice")])("anyone", when)).toBe(is);
  });

  test("two operands may be named together", () => {
    expect(
      belongsToAny([to("user/alice"), to("user/bob")])("anyone", [[by("aws:username", ["alice", "bob"])]]),
    ).toBe(true);
    const source = [[by("aws:SourceAccount", [other])]];
    expect([
      belongsToAny([to(other)])("service:s3", source),
      belongsToAny([to(other)], true)("service:s3", source),
    ]).toEqual([false, true]);
  });
});

describe("two tests", () => {
  test.each<[a: ReturnType<typeof asked>, b: ReturnType<typeof asked>, same: boolean]>([
    [asked("k", "StringEquals", "a", "b"), asked("K", "stringequals", "b", "a", "a"), true],
    [asked("k", "StringEquals", "a"), asked("k", "StringEquals", "A"), false],
    [asked("k", "StringEquals", "a"), asked("k", "StringLike", "a"), false],
    [asked("k", "Bool", "True"), asked("k", "Bool", "true"), true],
    [asked("k", "BoolIfExists", "True"), asked("k", "BoolIfExists", "true"), false],
    [
      asked("k", "DateLessThan", "2027-01-31T00:00:00Z"),
      asked("k", "DateLessThan", "2027-01-31T01:00:00+01:00"),
      true,
    ],
    [
      asked("k", "DateLessThan", "2027-01-31T00:00:00Z"),
      asked("k", "DateLessThan", "2027-02-01T00:00:00Z"),
      false,
    ],
    [
      asked("k", "StringEquals", "2027-01-31T00:00:00Z"),
      asked("k", "StringEquals", "2027-01-31T01:00:00+01:00"),
      false,
    ],
  ])("%j and %j are the same: %s", (a, b, same) => {
    expect(isSameTest(a, b)).toBe(same);
    expect(haveSameTests([a], [b])).toBe(same);
  });

  test("conditions are the same where each has all tests of the other", () => {
    const [a, b] = [asked("a", "Bool", "true"), asked("b", "Bool", "true")];
    expect([haveSameTests([a, b], [b, a]), haveSameTests([a], [a, b]), haveSameTests([a, b], [a])]).toEqual([
      true,
      false,
      false,
    ]);
    const written = { Bool: { a: "true", b: "true" }, StringEquals: { c: ["1", "2"] } };
    expect(conditionOf(testsOf(written))).toEqual(written);
    expect(testsOf({ Bool: "x" })).toEqual([]);
    expect(testsOf(undefined)).toEqual([]);
  });
});

test.each<[key: string, operator: string, values: readonly string[], is: boolean]>([
  ["kms:ViaService", "StringEquals", ["s3"], true],
  ["KMS:viaservice", "stringequals", ["s3"], true],
  ["kms:ViaService", "StringLike", ["s3"], false],
  ["kms:ViaService", "StringEquals", [], false],
  ["kms:EncryptionContext:app", "StringEquals", ["x"], true],
  ["kms:EncryptionContext:", "StringEquals", ["x"], false],
  ["aws:PrincipalOrgID", "StringEquals", ["o"], true],
  ["aws:PrincipalOrgPaths", "StringEquals", ["o"], false],
  ["aws:CurrentTime", "DateLessThan", ["d"], true],
  ["aws:CurrentTime", "StringEquals", ["d"], false],
])("a flag can write %s %s %j: %s", (key, operator, values, is) => {
  expect(isLimit(asked(key, operator, ...values))).toBe(is);
});

test("access is under conditions where each way asks for all of them", () => {
  const via = { key: "kms:ViaService", test: "StringEquals", values: ["s3"] };
  const time = { key: "aws:CurrentTime", test: "DateLessThan", values: ["2027-01-31T00:00:00Z"] };
  const limits = [
    asked("kms:viaservice", "StringEquals", "s3"),
    asked("aws:CurrentTime", "DateLessThan", "2027-01-31T00:00:00Z"),
  ];
  expect(
    areAllMet(limits, [
      [via, time],
      [time, via],
    ]),
  ).toBe(true);
  expect(areAllMet(limits, [[via, time], [via]])).toBe(false);
  expect(areAllMet(limits, [[via, { ...time, not: true }]])).toBe(false);
  expect(areAllMet([], [[]])).toBe(true);
});

test("conditions in a Sid and in a sentence", () => {
  const limits = [
    asked("kms:ViaService", "StringEquals", "s3.eu-west-1.amazonaws.com", "ec2.eu-west-1.amazonaws.com"),
    asked("kms:EncryptionContext:app-name", "StringEquals", "a", "b", "c", "d"),
    asked("aws:PrincipalOrgID", "StringEquals", "o-a1b2c3d4e5"),
    asked("aws:CurrentTime", "DateLessThan", "2027-01-31T00:00:00Z"),
  ];
  expect(limitTitle(limits)).toBe(
    " via s3 or ec2 with app name a or b or c in o a1b2c3d4e5 until 2027 01 31",
  );
  expect(limitTitle([asked("kms:EncryptionContext:app", "StringEquals", "x".repeat(80))])).toBe(
    ` with app ${"x".repeat(51)}`,
  );
  expect(limitTitle([])).toBe("");
  expect(limitSentence([...limits.slice(2), asked("k", "StringEquals", "a", "b")])).toBe(
    "aws:PrincipalOrgID o-a1b2c3d4e5 and aws:CurrentTime before 2027-01-31T00:00:00Z and k a or b",
  );
});

const first = (short: Short, more: object = {}) => {
  const text = policy(short).text;
  const statement = readPolicy(parse(text)).statements[0];
  if (!statement) throw new Error("no statement");
  return { ...statement, ...more };
};
const grants = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
const forAws = (value: string) => ({ Bool: { "kms:GrantIsForAWSResource": value } });
const admins = adminLists["A1"];

describe("which part of the console's a statement is", () => {
  test.each<[what: string, short: Short, part: string | undefined, more?: object]>([
    ["everything to the account", { who: "root", may: "kms:*" }, "delegation"],
    ["everything to another account", { who: other, may: "kms:*" }, undefined],
    ["everything to the account and another", { who: ["root", other], may: "kms:*" }, undefined],
    ["an old list of administrators", { who: "role/A", may: admins }, "admin"],
    ["with one of a pair", { who: "role/A", may: [...admins, "kms:TagResource"] }, undefined],
    ["with the pair", { who: "role/A", may: [...admins, "kms:TagResource", "kms:UntagResource"] }, "admin"],
    ["with one of the deletion", { who: "role/A", may: [...admins, "kms:CancelKeyDeletion"] }, undefined],
    ["with use", { who: "role/A", may: [...admins, "kms:Decrypt"] }, undefined],
    ["without one of the base", { who: "role/A", may: admins.slice(1) }, undefined],
    ["grants for AWS resources", { who: "role/A", may: grants, if: forAws("true") }, "grants"],
    [
      "in another spelling",
      { who: "role/A", may: grants, if: { bool: { "KMS:grantisforawsresource": "TRUE" } } },
      "grants",
    ],
    ["grants for others", { who: "role/A", may: grants, if: forAws("false") }, undefined],
    [
      "grants under another condition, too",
      { who: "role/A", may: grants, if: { ...forAws("true"), StringEquals: { "aws:SourceVpc": "v" } } },
      undefined,
    ],
    ["fewer grants", { who: "role/A", may: grants.slice(1), if: forAws("true") }, undefined],
    ["grants without a condition", { who: "role/A", may: grants }, undefined],
    ["a Deny", { deny: true, who: "root", may: "kms:*" }, undefined],
    ["everyone but", { who: "root", may: "kms:*" }, undefined, { notPrincipal: true }],
    ["everything but", { who: "root", may: "kms:*" }, undefined, { notAction: true }],
    ["all keys but", { who: "root", may: "kms:*" }, undefined, { notResource: true }],
    ["on this key by its ARN", { who: "root", may: "kms:*" }, undefined, { resources: [facts.arn] }],
    ["what matches nothing", { who: "root", may: "kms:*" }, undefined, { inert: "it has no Resource" }],
  ])("%s", (_, short, part, more) => {
    expect(partOf(first(short, more), facts)).toBe(part);
  });

  test("a condition on grants has one value", () => {
    expect(isGrantCondition(asked("kms:GrantIsForAWSResource", "Bool", "true"))).toBe(true);
    expect(isGrantCondition(asked("kms:GrantIsForAWSResource", "Bool", "true", "true"))).toBe(false);
    expect(isGrantCondition(asked("kms:GrantIsForAWSResource", "StringEquals", "true"))).toBe(false);
  });
});

test.each<[type: string, value: string, known: object, is: boolean]>([
  ["AWS", own, {}, true],
  ["AWS", arn("root"), {}, true],
  ["AWS", arn("role/x"), {}, false],
  ["AWS", other, {}, false],
  ["AWS", `arn:aws-cn:iam::${own}:root`, {}, false],
  ["AWS", `arn:aws-cn:iam::${own}:root`, { partition: undefined }, true],
  ["AWS", own, { account: undefined }, false],
  ["Service", own, {}, false],
])("%s %s is the key's own account with %j: %s", (type, value, known, is) => {
  expect(isOwnAccount(type, value, { ...facts, ...known })).toBe(is);
});

test.each<[resources: readonly string[], notResource: boolean, known: boolean, is: boolean]>([
  [["*"], false, true, true],
  [[facts.arn], false, true, true],
  [["arn:aws:kms:*:*:key/*"], false, true, true],
  [["arn:aws:kms:eu-west-9:111122223333:key/other"], false, true, false],
  [["arn:aws:s3:::x", "*"], false, true, true],
  [["*"], true, true, false],
  [["arn:aws:s3:::x"], true, true, true],
  [["arn:aws:kms:eu-west-9:111122223333:key/other"], false, false, true],
  [["arn:aws:s3:::x"], false, false, false],
  [["*x"], false, false, false],
])("Resource %j (%s) is about the key, its ARN known %s: %s", (resources, notResource, known, is) => {
  const statement = first({ who: "root", may: "kms:*" }, { resources, notResource });
  expect(appliesToKey(statement, known ? facts : {})).toBe(is);
});

describe("who administers", () => {
  const all = (...short: readonly Short[]) => readPolicy(policy(...short));
  const deletion = ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"];
  const named = (found: readonly Operand[]) => found.map(({ arn: one }) => one.split(":").at(-1));

  test("by a list of any version, or by all of its rights through whatever statements; the account itself does not", () => {
    const split = all(
      delegation,
      { who: "role/A", may: admins },
      { who: "role/B", may: admins.slice(3) },
      { who: ["role/B", "role/C"], may: admins.slice(0, 3) },
    );
    expect(named(administrators(split, facts))).toEqual(["role/A", "role/B"]);
  });

  test("who is named: once each, by a condition where it lets in by itself, patterns not", () => {
    const by = (operator: string, ...values: readonly string[]) => ({
      [operator]: { "aws:PrincipalArn": values },
    });
    const everyone = all(
      { who: ["role/A", "role/A", "*"], may: "kms:Decrypt" },
      { who: "*", may: "kms:Decrypt", if: by("ArnLike", arn("role/B"), arn("role/C*"), arn("root")) },
      { who: "*", may: "kms:Decrypt", if: by("ArnNotLike", arn("role/D")) },
      { who: other, may: "kms:Decrypt", if: by("ArnLike", arn("role/E")) },
      { who: "*", deny: true, may: "kms:Decrypt", if: by("ArnLike", arn("role/F")) },
      { who: "*", may: "kms:Decrypt", if: { StringEquals: { "aws:username": "G" } } },
      { who: { Service: "s3.amazonaws.com" }, may: "kms:Decrypt" },
    );
    expect(named(namedPrincipals(everyone, facts))).toEqual(["role/A", "role/B", "root"]);
  });

  test("who may delete may schedule and cancel it", () => {
    const may = (...list: readonly string[]) =>
      mayDelete(all({ who: "role/A", may: list }), to("role/A"), facts);
    expect([may(...deletion), may("kms:ScheduleKeyDeletion"), may("kms:CancelKeyDeletion")]).toEqual([
      true,
      false,
      false,
    ]);
    const lists = all(
      { who: "role/A", may: admins },
      { who: "role/B", may: [...admins, ...deletion] },
      { who: "role/C", may: "kms:Decrypt" },
    );
    expect(withoutDeletion(lists, facts).map(({ index }) => index)).toEqual([0]);
  });
});

describe("what is left to IAM", () => {
  const share = (...short: readonly Short[]) => iamShareOf(readPolicy(policy(...short)), facts);

  test.each<[what: string, short: readonly Short[], share: object]>([
    ["all of it", [delegation], { whole: true, actions: [], conditional: [] }],
    [
      "some",
      [{ who: "root", may: ["kms:Encrypt", "kms:Decrypt"] }],
      { whole: false, actions: ["kms:Decrypt", "kms:Encrypt"], conditional: [] },
    ],
    [
      "some under a condition",
      [
        { who: "root", may: "kms:Decrypt", if: forAws("true") },
        { who: own, may: "kms:Encrypt" },
      ],
      { whole: false, actions: ["kms:Encrypt"], conditional: ["kms:Decrypt"] },
    ],
    [
      "what is certain is not told again",
      [
        { who: "root", may: ["kms:Decrypt", "kms:Sign"], if: forAws("true") },
        { who: own, may: "kms:Decrypt" },
      ],
      { whole: false, actions: ["kms:Decrypt"], conditional: ["kms:Sign"] },
    ],
    [
      "nothing of another account",
      [{ who: other, may: "kms:*" }],
      { whole: false, actions: [], conditional: [] },
    ],
    [
      "nothing by a Deny",
      [{ deny: true, who: "root", may: "kms:*" }],
      { whole: false, actions: [], conditional: [] },
    ],
    [
      "all but what nobody may be given",
      [{ who: "root", may: "kms:*", if: forAws("true") }],
      { whole: false, actions: [] },
    ],
  ])("%s", (_, short, left) => {
    expect(share(...short)).toMatchObject(left);
  });

  test("why it is not known is told where no row is certain", () => {
    const row = (undecided?: string, principal = `account:${own}`, via = "iam" as const) => ({
      ...{ principal, via, actions: [], when: [[]], example: { principal, action: "", context: {} } },
      ...(undecided !== undefined && { undecided }),
    });
    expect(iamUndecidedIn([row("why"), row("also")], facts)).toEqual({ iamUndecided: "why" });
    expect(iamUndecidedIn([row("why"), row()], facts)).toEqual({});
    expect(iamUndecidedIn([row("why"), row(undefined, `account:${other}`)], facts)).toEqual({
      iamUndecided: "why",
    });
    expect(iamUndecidedIn([], facts)).toEqual({});
  });
});

describe("an Allow for everyone lets somebody in", () => {
  const through = (who: string, ...short: readonly Short[]) =>
    standingAccess(readPolicy(policy(...short)), to(who), () => expandActions(["kms:Decrypt"]), facts).map(
      ({ statement, by, perhaps }) => [statement.index, by.length, perhaps],
    );
  const everyone = (more: Partial<Short> = {}): Short => ({ who: "*", may: "kms:Decrypt", ...more });
  const when = (key: string, ...values: readonly string[]) => ({ StringLike: { [key]: values } });

  test.each<[what: string, who: string, short: readonly Short[], found: readonly unknown[]]>([
    ["without condition", "role/A", [everyone()], [[0, 0, false]]],
    ["by name", "role/A", [everyone({ if: when("aws:PrincipalArn", arn("role/A")) })], [[0, 1, false]]],
    ["by another name", "role/A", [everyone({ if: when("aws:PrincipalArn", arn("role/B")) })], []],
    [
      "perhaps, by its organization",
      "role/A",
      [everyone({ if: when("aws:PrincipalOrgID", "o-a1b2c3d4e5") })],
      [[0, 1, true]],
    ],
    ["whatever else is asked", "role/A", [everyone({ if: when("aws:SourceVpc", "vpc-1") })], [[0, 0, false]]],
    ["other actions", "role/A", [everyone({ may: "kms:Encrypt" })], []],
    ["not where it names somebody", "role/A", [everyone({ who: "role/A" })], []],
    [
      "not where a Deny takes it for sure",
      "role/A",
      [everyone(), { deny: true, who: "role/A", may: "kms:Decrypt" }],
      [],
    ],
    [
      "where a Deny takes it from another",
      "role/A",
      [everyone(), { deny: true, who: "role/B", may: "kms:Decrypt" }],
      [[0, 0, false]],
    ],
    ["an account by its id", other, [everyone({ if: when("aws:PrincipalAccount", other) })], [[0, 1, false]]],
    [
      "not an account whose others are meant",
      other,
      [everyone({ if: when("aws:PrincipalArn", arn("role/A")) })],
      [],
    ],
  ])("%s", (_, who, short, found) => {
    expect(through(who, ...short)).toEqual(found);
  });
});
