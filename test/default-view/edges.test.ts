import { describe, expect, test } from "vitest";
import {
  addAdmins,
  addUsers,
  allowDeletion,
  grantAccounts,
  prune,
  removeAdmins,
  removeUsers,
  revokeAccounts,
  type VerbResult,
} from "../../src/core-verbs.ts";
import { guardDeletion, guardDays } from "../../src/default-view/deletion-guard.ts";
import { parseLimits } from "../../src/default-view/limits/parse-limits.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import { adminLists, admins, delegation, useLists, users } from "./console-policies.ts";
import { arn, keys, other, own, parse, policy, statements, statementsOf, type Short } from "./support.ts";

// What the verbs leave alone, and what they take, at the edges: statements that match nothing, entries that stand there twice, conditions
// that name more than one.

const facts = keys.symmetric;
const third = "777788889999";

/** What a policy with the delegation and these statements has beside the delegation afterwards. */
const left = (edit: (document: PolicyDocument) => VerbResult, ...short: readonly Short[]) =>
  statementsOf(edit(policy(delegation, ...short)).document).slice(1);
const without =
  (verb: typeof removeUsers, ...who: readonly string[]) =>
  (document: PolicyDocument): VerbResult =>
    verb(document, who, facts);
const by = (operator: string, key: string, ...values: readonly string[]) => ({
  [operator]: { [key]: values },
});
const app: Short = { who: "role/App", may: "kms:Decrypt" };

/** The same document with other members in its last statement. */
const changed = (document: PolicyDocument, members: object): PolicyDocument => {
  const value = JSON.parse(document.text) as { Statement: object[] };
  Object.assign(value.Statement.at(-1) ?? {}, members);
  return parse(JSON.stringify(value));
};

describe("what gives nothing is not taken", () => {
  test.each([
    ["what has no Resource", { Resource: undefined }],
    ["what matches nothing, as its Effect is misspelt", { Effect: "allow" }],
    ["what is about another key", { Resource: facts.arn.replace("1234abcd", "ffffffff") }],
    ["what names everybody but", { Principal: undefined, NotPrincipal: { AWS: arn("role/App") } }],
    ["a Deny", { Effect: "Deny" }],
  ])("%s", (_, members) => {
    const document = changed(policy(delegation, users("role/App"), app), members);
    const after = statementsOf(removeUsers(document, ["role/App"], facts).document);
    expect(after.slice(1)).toEqual(statementsOf(document).slice(2));
  });
});

describe("what stands there twice goes once and for all", () => {
  test.each<[what: string, there: Short, kept: readonly Short[]]>([
    [
      "a principal",
      { who: ["role/App", "role/App", "role/B"], may: "kms:Decrypt" },
      [{ who: "role/B", may: "kms:Decrypt" }],
    ],
    [
      "an action",
      { who: "role/App", may: ["kms:Decrypt", "kms:Decrypt", "kms:PutKeyPolicy"] },
      [{ who: "role/App", may: "kms:PutKeyPolicy" }],
    ],
    [
      "a principal of a statement that is split",
      { who: ["role/App", "role/App", "role/B"], may: ["kms:Decrypt", "kms:PutKeyPolicy"] },
      [
        { who: "role/B", may: ["kms:Decrypt", "kms:PutKeyPolicy"] },
        { who: "role/App", may: "kms:PutKeyPolicy" },
      ],
    ],
  ])("%s", (_, there, kept) => {
    expect(left(without(removeUsers, "role/App"), there)).toEqual(statements(...kept));
  });
});

test.each<[sid: string | undefined, copy: string | undefined]>([
  ["Mine", "Mine 2"],
  ["Allow use of the key", undefined],
  ["Allow access for Key Administrators", undefined],
  [undefined, undefined],
])("what is split off a statement %s is called %s", (sid, copy) => {
  const there: Short = {
    ...(sid !== undefined && { sid }),
    who: ["role/App", "role/B"],
    may: ["kms:Decrypt", "kms:PutKeyPolicy"],
  };
  expect(left(without(removeUsers, "role/App"), there)).toEqual(
    statements(
      { ...there, who: "role/B" },
      { ...(copy !== undefined && { sid: copy }), who: "role/App", may: "kms:PutKeyPolicy" },
    ),
  );
});

test("the console's spelling of RevokeGrant is an administrator's, its own name is not", () => {
  const of = (revoke: string) =>
    left(without(removeAdmins, "role/App"), { who: "role/App", may: ["kms:Create*", revoke, "kms:Decrypt"] });
  expect(of("kms:Revoke*")).toEqual(statements({ who: "role/App", may: "kms:Decrypt" }));
  expect(of("KMS:revoke*")).toEqual(statements({ who: "role/App", may: "kms:Decrypt" }));
  expect(of("kms:RevokeGrant")).toEqual(
    statements({ who: "role/App", may: ["kms:RevokeGrant", "kms:Decrypt"] }),
  );
});

describe("out of a condition", () => {
  const [one, two] = [arn("role/App"), arn("role/B")];

  test.each<[what: string, verb: typeof removeUsers, who: string, there: Short, kept: readonly Short[]]>([
    [
      "a test that would be empty takes the statement, though another would not",
      removeUsers,
      "role/App",
      {
        who: "*",
        may: "kms:Decrypt",
        if: {
          ...by("ArnLike", "aws:PrincipalArn", one),
          ...by("StringEquals", "aws:PrincipalArn", one, two),
        },
      },
      [],
    ],
    [
      "a principal that reaches its account",
      removeUsers,
      "role/App",
      { who: own, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalArn", one, two) },
      [{ who: own, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalArn", two) }],
    ],
    [
      "not where the principal is another account",
      removeUsers,
      "role/App",
      { who: other, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalArn", one, two) },
      [{ who: other, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalArn", one, two) }],
    ],
    [
      "not where another account is let in",
      revokeAccounts,
      other,
      { who: third, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalAccount", other) },
      [{ who: third, may: "kms:Decrypt", if: by("StringEquals", "aws:PrincipalAccount", other) }],
    ],
    [
      "the resources of an account, for which a service acts",
      revokeAccounts,
      other,
      {
        who: { Service: "s3.amazonaws.com" },
        may: "kms:Decrypt",
        if: by("StringEquals", "aws:SourceAccount", other, own),
      },
      [
        {
          who: { Service: "s3.amazonaws.com" },
          may: "kms:Decrypt",
          if: by("StringEquals", "aws:SourceAccount", own),
        },
      ],
    ],
    [
      "not a service's callers",
      removeUsers,
      "role/App",
      {
        who: { Service: "s3.amazonaws.com" },
        may: "kms:Decrypt",
        if: by("StringEquals", "aws:PrincipalArn", one, two),
      },
      [
        {
          who: { Service: "s3.amazonaws.com" },
          may: "kms:Decrypt",
          if: by("StringEquals", "aws:PrincipalArn", one, two),
        },
      ],
    ],
  ])("%s", (_, verb, who, there, kept) => {
    expect(left(without(verb, who), there)).toEqual(statements(...kept));
  });
});

describe("administrators under conditions", () => {
  const add = (may: readonly string[] | undefined) => {
    const document = may ? policy(delegation, admins("role/B", may)) : policy(delegation);
    const result = addAdmins(document, ["role/App"], facts, {
      limits: parseLimits({ until: "2099-01-01" }, facts),
    });
    const given = statementsOf(result.document).at(-1) as { Action: readonly string[] };
    return [
      given.Action.includes("kms:ScheduleKeyDeletion"),
      result.notes.some((note) => note.startsWith("No administrator of this key may delete it")),
    ];
  };

  test("may delete the key where others may, or nobody is there; else that is told", () => {
    expect([add(adminLists.A4), add(adminLists["A4-D"]), add(undefined)]).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
  });

  test("take no encryption context", () => {
    const limits = parseLimits({ encryptionContext: ["a=b"] }, facts);
    expect(() => addAdmins(policy(delegation), ["role/App"], facts, { limits })).toThrow(
      "carries no encryption context",
    );
  });
});

test.each<[who: string, told: boolean]>([
  [arn("role/X", other), true],
  [other, true],
  ["role/X", false],
])("the other half of %s is told: %s", (who, told) => {
  const { notes } = addUsers(policy(delegation), [who], facts);
  expect(notes.some((note) => note.includes("an IAM policy there has to allow the key too"))).toBe(told);
});

test("a principal of another partition is refused, where the key's is known", () => {
  expect(() => addUsers(policy(delegation), [`arn:aws-cn:iam::${own}:role/X`], facts)).toThrow(
    "in the partition aws-cn, the key in aws",
  );
  expect(() => addUsers(policy(delegation), [arn("role/X")], facts)).not.toThrow();
});

test("a session and its role go together, and so do an id and its entry", () => {
  const session = `arn:aws:sts::${own}:assumed-role/App/s`;
  expect(
    left(without(removeUsers, session), users("role/App"), { who: session, may: "kms:Decrypt" }),
  ).toEqual([]);
  const id = "AROADBQP57FF2AEXAMPLE";
  expect(left(without(removeUsers, id), { who: [id, "role/B"], may: "kms:Decrypt" })).toEqual(
    statements({ who: "role/B", may: "kms:Decrypt" }),
  );
  expect(left((document) => prune(document, [], facts), { who: [id, "role/B"], may: "kms:Decrypt" })).toEqual(
    statements({ who: "role/B", may: "kms:Decrypt" }),
  );
});

describe("the deletion of the key", () => {
  const guard = (days: number): Short => ({
    deny: true,
    who: "*",
    may: "kms:ScheduleKeyDeletion",
    if: { NumericLessThan: { "kms:TrailingDaysWithoutKeyUsage": String(days) } },
  });
  const daysIn = (document: PolicyDocument) =>
    readPolicy(document).statements.flatMap(
      (statement) => guardDays({ version: undefined, id: undefined, statements: [statement] }, facts) ?? [],
    );

  test("a guard that is the only statement stays beside the longer one", () => {
    expect(daysIn(guardDeletion(policy(guard(5)), 9, facts).document)).toEqual([5, 9]);
    expect(daysIn(guardDeletion(policy(delegation, guard(5), guard(7)), 9, facts).document)).toEqual([9]);
    expect(daysIn(guardDeletion(policy(delegation, guard(9)), 9, facts).document)).toEqual([9]);
    expect(daysIn(guardDeletion(policy(delegation, guard(10), guard(3)), 9, facts).document)).toEqual([
      10, 3,
    ]);
  });

  test.each([1, 3650])("%i days are a number of days", (days) => {
    expect(daysIn(guardDeletion(policy(delegation), days, facts).document)).toEqual([days]);
  });

  test.each([0, 3651, 1.5])("%d days are none", (days) => {
    expect(() => guardDeletion(policy(delegation), days, facts)).toThrow("is no number of days");
  });

  test("the console's statement is widened for those who lack it, a hand-written one never", () => {
    const deletion = ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"];
    const allow = (document: PolicyDocument) => allowDeletion(document, [], facts);
    expect(left(allow, admins("role/B", adminLists.A1))).toEqual(statements(admins("role/B", adminLists.A2)));
    const has: Short[] = [
      { who: "role/C", may: adminLists.A1 },
      { who: "role/C", may: deletion },
    ];
    expect(left(allow, admins("role/B", adminLists.A1), ...has)).toEqual(
      statements(admins("role/B", adminLists.A2), ...has),
    );
    expect(() =>
      left(
        allow,
        { who: "role/B", may: adminLists.A1.slice(2) },
        { who: "role/B", may: adminLists.A1.slice(0, 2) },
      ),
    ).toThrow("administers through statements that are not the console's");
    expect(left(allow, { who: "role/B", may: useLists.symmetric })).toEqual(
      statements({ who: "role/B", may: useLists.symmetric }),
    );
  });
});

describe("what a verb notes", () => {
  const unknownKind = { account: own, partition: "aws" };
  const assumed = "A symmetric encryption key is assumed; --key-spec and --key-usage tell otherwise.";

  test.each<[what: string, edit: (document: PolicyDocument) => VerbResult]>([
    ["add-user", (document) => addUsers(document, ["role/New"], unknownKind)],
    ["add-admin", (document) => addAdmins(document, ["role/New"], unknownKind)],
    ["grant-account", (document) => grantAccounts(document, [other], unknownKind)],
  ])("%s: that the kind of key was a guess, where something was written for it", (_, edit) => {
    const first = edit(policy(delegation));
    expect(first.notes).toContain(assumed);
    const again = edit(first.document);
    expect([again.document.text, again.notes]).toEqual([first.document.text, []]);
  });

  test("add-admin under a condition: that nobody may delete the key, where nobody may", () => {
    const limits = parseLimits({ org: ["o-0123456789"] }, facts);
    const notes = (mayDelete: boolean) => {
      const lists = policy(delegation, admins("role/Ops", adminLists[mayDelete ? "A4" : "A4-D"]));
      return addAdmins(lists, ["role/New"], facts, { limits }).notes.length;
    };
    expect([notes(true), notes(false)]).toEqual([0, 1]);
  });
});
