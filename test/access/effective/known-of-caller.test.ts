import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import {
  arn,
  idOf,
  decided,
  delegation,
  denies,
  lets,
  listed,
  other,
  own,
  questionOf,
  says,
  type Setting,
} from "../../support/layers.ts";

// What IAM and the organization tell of a caller and the key decides conditions on it; what they do not tell leaves them open.

const app = arn("role/App");
const bob = arn("user/bob");
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const when = (test: string, key: string, value: string | readonly string[]) =>
  ({ Condition: { [test]: { [key]: value } } }) as object;
const no = "not-allowed by key-policy";

type Row = readonly [what: string, setting: Setting, answer: string, principal?: string];
const rows = (table: readonly Row[]): void => {
  for (const [what, setting, answer, principal = app] of table)
    test(what, () => {
      const request = { principal, action: "kms:Decrypt", context: {} };
      expect(decided(setting, request)).toBe(answer);
      const told = answer === "allowed" ? "something" : answer.startsWith("perhaps") ? "perhaps" : "nothing";
      expect(listed(setting, request)).toBe(told);
    });
};

describe("tags of the caller", () => {
  const tagged = (test: string, key: string, value: string, rest: object = {}): Setting => ({
    key: [lets(app, when(test, key, value))],
    people: [{ tags: { team: "a" }, ...rest }],
  });
  const key = "aws:PrincipalTag/team";
  rows([
    ["the role has it", tagged("StringEquals", key, "a"), "allowed"],
    ["in another case of its name", tagged("StringEquals", "aws:principaltag/TEAM", "a"), "allowed"],
    ["it has another one", tagged("StringEquals", key, "b"), no],
    ["it has none of that name", tagged("StringEquals", "aws:PrincipalTag/x", "a"), no],
    ["none of that name is not another one", tagged("StringNotEquals", "aws:PrincipalTag/x", "a"), "allowed"],
    [
      "its sessions may bring others",
      tagged("StringEquals", key, "a", { sessionTags: true }),
      `perhaps: it depends on ${key}, which is not known here`,
    ],
    ["a session has those of its role", tagged("StringEquals", key, "a"), "allowed", session],
    [
      "a user has its own",
      {
        key: [lets(bob, when("StringEquals", key, "b"))],
        people: [{ kind: "user", name: "bob", tags: { team: "b" } }],
      },
      "allowed",
      bob,
    ],
    [
      "a root user has none",
      { key: [lets(arn("root"), when("StringEquals", key, "a"))], people: [{}] },
      no,
      `root-user:${own}`,
    ],
  ]);
});

describe("the id of the caller", () => {
  const id = (test: string, value: string, who = app): Setting => ({
    key: [lets(who, when(test, "aws:userid", value))],
    people: [{}, { kind: "user", name: "bob" }],
  });
  rows([
    ["a user's", id("StringEquals", idOf("AIDA", "bob"), bob), "allowed", bob],
    ["another user's", id("StringEquals", idOf("AIDA", "eve"), bob), no, bob],
    [
      "a session's: the role's, and its name",
      id("StringEquals", `${idOf("AROA", "App")}:one`),
      "allowed",
      session,
    ],
    ["another session's", id("StringEquals", `${idOf("AROA", "App")}:two`), no, session],
    ["of a role each session's", id("StringLike", `${idOf("AROA", "App")}:*`), "allowed"],
    [
      "of a role one session's",
      id("StringEquals", `${idOf("AROA", "App")}:one`),
      "perhaps: it depends on aws:userid, which is not known here",
    ],
    ["of another role each session's", id("StringLike", `${idOf("AROA", "Other")}:*`), no],
    ["the role's without a session's name is nobody's", id("StringEquals", idOf("AROA", "App")), no],
    [
      "a root user's is its account",
      { key: [lets(arn("root"), when("StringEquals", "aws:userid", own))], people: [{}] },
      "allowed",
      `root-user:${own}`,
    ],
  ]);
});

describe("the organization of the caller", () => {
  const of = (test: string, key: string, value: string, rest: object = { organization: {} }): Setting => ({
    key: [lets(app, when(test, key, value))],
    people: [{}],
    ...rest,
  });
  const path = "ForAnyValue:StringLike";
  rows([
    ["its id", of("StringEquals", "aws:PrincipalOrgID", "o-aaaa"), "allowed"],
    ["another one's", of("StringEquals", "aws:PrincipalOrgID", "o-bbbb"), no],
    [
      "its place, which does not name the account",
      of("ForAnyValue:StringEquals", "aws:PrincipalOrgPaths", "o-aaaa/r-1/ou-a/"),
      "allowed",
    ],
    ["a unit above", of(path, "aws:PrincipalOrgPaths", "o-aaaa/r-1/*"), "allowed"],
    ["another unit", of(path, "aws:PrincipalOrgPaths", "o-aaaa/r-1/ou-b/*"), no],
    [
      "its management account",
      of("StringEquals", "aws:PrincipalOrgMasterAccountId", "999988887777"),
      "allowed",
    ],
    ["that is not its own", of("StringEquals", "aws:PrincipalOrgMasterAccountId", own), no],
  ]);
});

describe("the key, in policies other than its own", () => {
  const iam = (condition: object, facts: NonNullable<Setting["facts"]> = {}): Setting => ({
    ...{ key: [delegation], facts },
    people: [{ iam: [says(condition)] }],
  });
  const tag = "aws:ResourceTag/team";
  const alias = when("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/app");
  const byRcp = (statement: JsonValue): Setting => ({
    key: [lets(app)],
    people: [{}],
    rcp: { "r-1": [statement] },
  });
  rows([
    ["its tag", iam(when("StringEquals", tag, "a"), { tags: new Map([["team", "a"]]) }), "allowed"],
    [
      "another value",
      iam(when("StringEquals", tag, "b"), { tags: new Map([["team", "a"]]) }),
      "not-allowed by iam",
    ],
    ["no such tag", iam(when("StringEquals", tag, "a"), { tags: new Map() }), "not-allowed by iam"],
    [
      "tags that were not read",
      iam(when("StringEquals", tag, "a")),
      `perhaps: it depends on ${tag}, which is not known here`,
    ],
    ["its alias", iam(alias, { aliases: ["alias/x", "alias/app"] }), "allowed"],
    ["no such alias", iam(alias, { aliases: ["alias/x"] }), "not-allowed by iam"],
    [
      "aliases that were not read",
      iam(alias),
      "perhaps: it depends on kms:ResourceAliases, which is not known here",
    ],
    ["its organization", byRcp(denies(when("StringEquals", "aws:ResourceOrgID", "o-aaaa"))), "denied by rcp"],
    ["another organization", byRcp(denies(when("StringEquals", "aws:ResourceOrgID", "o-bbbb"))), "allowed"],
    [
      "its place",
      byRcp(denies(when("ForAnyValue:StringEquals", "aws:ResourceOrgPaths", "o-aaaa/r-1/ou-a/"))),
      "denied by rcp",
    ],
    [
      "the caller is of it",
      byRcp(denies(when("StringNotEquals", "aws:PrincipalOrgID", "o-aaaa"))),
      "allowed",
    ],
  ]);
});

describe("what a request says of itself", () => {
  const said = (
    setting: Setting,
    context: Readonly<Record<string, string | readonly string[]>>,
    principal = app,
  ) => decided(setting, { principal, action: "kms:Decrypt", context });
  test("counts for nothing where its caller's tags are known", () => {
    const setting = {
      key: [lets(app, when("StringEquals", "aws:PrincipalTag/team", "b"))],
      people: [{ tags: { team: "a" } }],
    };
    expect(said(setting, { "aws:PrincipalTag/team": "b" })).toBe(no);
    const open = { ...setting, people: [{ sessionTags: true }] };
    expect(said(open, { "aws:PrincipalTag/team": "b" })).toBe("allowed");
  });
  test("tells the session of a role, and no other role's", () => {
    const setting = {
      key: [lets(app, when("StringEquals", "aws:userid", `${idOf("AROA", "App")}:one`))],
      people: [{}],
    };
    expect(said(setting, { "aws:userid": `${idOf("AROA", "App")}:one` })).toBe("allowed");
    expect(said(setting, { "aws:userid": `${idOf("AROA", "App")}:two` })).toBe(no);
    expect(said(setting, { "aws:userid": `${idOf("AROA", "X")}:one` })).toBe(
      "perhaps: it depends on aws:userid, which is not known here",
    );
  });
  test("counts for nothing where the key's tags are known", () => {
    const setting = {
      key: [delegation],
      people: [{ iam: [says(when("StringEquals", "aws:ResourceTag/team", "b"))] }],
    };
    const known = { ...setting, facts: { tags: new Map([["team", "a"]]) } };
    expect(said(known, { "aws:ResourceTag/team": "b" })).toBe("not-allowed by iam");
  });
});

test("the world of a setting is what its files say", () => {
  const { world } = questionOf({
    key: [],
    people: [{}, { account: other }],
    rcp: { "r-1": [] },
    grants: [{}],
  });
  expect([[...world.directories.keys()], world.organizations.length, world.grants?.length]).toEqual([
    [own, other],
    1,
    1,
  ]);
});
