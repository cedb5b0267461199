import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
import { deniesIn, findingKeysIn, principalOf, statementOf } from "../../src/change/finding-keys.ts";
import { holdsChange } from "../../src/change/holds-change.ts";
import { judges } from "../../src/change/judges.ts";
import { newlyForbidden } from "../../src/change/newly-forbidden.ts";
import { changedResult, plannedResult, unchangedResult } from "../../src/change/result.ts";
import type { Proposal } from "../../src/change/types.ts";
import { whyNotEditable } from "../../src/change/requirements.ts";
import { conflictWith, reread } from "../../src/change/reread.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { caller, key, keyChanged, makes, policy, role, use, world, yes } from "./fakes.ts";

// What a judgement of a change rests on, part by part.

const document = (text: string): PolicyDocument => {
  const found = documentOf(parsePolicyText(text, "json"));
  if (!found) throw new Error("no policy");
  return found;
};
const read = (text: string) => readPolicy(document(text));
const at = (path: string, more: Partial<Finding> = {}): Finding => ({
  ...{ code: "c", severity: "security", message: "", path, line: 1, column: 1, fixable: false },
  ...more,
});

describe("a finding is about", () => {
  const text = document(
    JSON.stringify({
      Statement: [
        { Principal: { AWS: ["a", "b"], Service: "s" } },
        { Principal: "*", NotPrincipal: { AWS: "n" } },
      ],
    }),
  );

  test.each<[path: string, statement: number | undefined, principal: object | undefined]>([
    ["/Statement/0/Principal/AWS/1", 0, { type: "AWS", value: "b" }],
    ["/Statement/0/Principal/Service", 0, { type: "Service", value: "s" }],
    ["/Statement/0/Principal/AWS", 0, undefined],
    ["/Statement/0/Principal", 0, undefined],
    ["/Statement/1/Principal", 1, undefined],
    ["/Statement/1/NotPrincipal/AWS", 1, undefined],
    ["/Statement/1", 1, undefined],
    ["/Version", undefined, undefined],
    ["", undefined, undefined],
  ])("%j", (path, statement, principal) => {
    expect(statementOf(at(path))).toBe(statement);
    expect(principalOf(at(path), text)).toEqual(principal);
  });

  test("the only statement, which stands without a list", () => {
    expect([
      statementOf(at("/Statement")),
      statementOf(at("/Statement/Action")),
      statementOf(at("/Statement/0")),
    ]).toEqual([0, 0, 0]);
  });
});

describe("a finding is known again", () => {
  const keysOf = (statement: object, path: string, more: Partial<Finding> = {}) =>
    findingKeysIn(document(JSON.stringify({ Statement: [statement] })), "aws")(at(path, more));
  const one = { Sid: "s", Effect: "Allow", Action: ["a", "b"] };
  const here = keysOf(one, "/Statement/0/Action/0");

  test.each<[what: string, keys: ReturnType<typeof keysOf>, sameStatement: boolean, sameThing: boolean]>([
    ["under another Sid", keysOf({ ...one, Sid: "t" }, "/Statement/0/Action/0"), true, true],
    [
      "in another place of the list",
      keysOf({ ...one, Action: ["b", "a"] }, "/Statement/0/Action/1"),
      false,
      true,
    ],
    ["on another value", keysOf(one, "/Statement/0/Action/1"), false, false],
    ["by another code", keysOf(one, "/Statement/0/Action/0", { code: "d" }), false, false],
    ["on the whole statement", keysOf(one, "/Statement/0"), false, false],
  ])("%s", (_, keys, sameStatement, sameThing) => {
    expect([keys.inSameStatement === here.inSameStatement, keys.onSameThing === here.onSameThing]).toEqual([
      sameStatement,
      sameThing,
    ]);
  });

  test("of a whole statement by its Sid, of the whole policy by its code", () => {
    const whole = (sid?: string) =>
      keysOf({ ...one, Sid: sid }, "/Statement/0", sid === undefined ? {} : { sid }).onSameThing;
    expect([whole("s") === whole("s"), whole("s") === whole("t"), whole("s") === whole()]).toEqual([
      true,
      false,
      false,
    ]);
    expect(keysOf(one, "").onSameThing).toBe(keysOf({}, "/Nothing").onSameThing);
  });
});

test("denied alike is what all Deny statements say, whatever their Sids and order", () => {
  const of = (...statements: readonly object[]) =>
    deniesIn(document(JSON.stringify({ Statement: statements })), "aws");
  const [a, b] = [
    { Effect: "Deny", Action: "a" },
    { Effect: "Deny", Action: "b" },
  ];
  expect(of(a, { Effect: "Allow" }, b)).toBe(of({ ...b, Sid: "s" }, a));
  expect(of(a)).not.toBe(of(a, b));
  expect(of(a, { Effect: 1 })).toBe(of(a));
});

describe("access that the configuration forbids is brought by a change", () => {
  const ban = { principal: role("App"), actions: ["kms:Decrypt", "kms:Encrypt"], except: [], reason: "no" };
  const gives = (action: string | readonly string[], more: object = {}, name = "App") => ({
    ...use("U", name),
    Action: action,
    ...more,
  });
  const when = (vpc: string) => ({ Condition: { StringEquals: { "aws:SourceVpc": vpc } } });
  const brought = (before: readonly object[], after: readonly object[], gained?: boolean) => {
    const [was, is] = [read(policy(...before)), read(policy(...after))];
    const access = judges.compare(was, is, key.facts);
    return newlyForbidden([ban], [was, is], gained === false ? { ...access, gained: [] } : access, key.facts)
      .size;
  };

  test.each<[what: string, before: readonly object[], after: readonly object[], count: number]>([
    ["that was not there", [], [gives("kms:Decrypt")], 1],
    ["that was there", [gives("kms:Decrypt")], [gives("kms:Decrypt"), gives("kms:Decrypt", {}, "Other")], 0],
    ["one action more", [gives("kms:Decrypt")], [gives(["kms:Decrypt", "kms:Encrypt"])], 1],
    [
      "one action less",
      [gives(["kms:Decrypt", "kms:Encrypt"])],
      [gives("kms:Decrypt"), gives("kms:Decrypt", {}, "Other")],
      0,
    ],
    ["that somebody else had", [gives("kms:Decrypt", {}, "Other")], [gives("kms:Decrypt")], 1],
    ["without the condition that it had", [gives("kms:Decrypt", when("vpc-1"))], [gives("kms:Decrypt")], 1],
    [
      "under a condition that it had not",
      [gives("kms:Decrypt")],
      [gives("kms:Decrypt", when("vpc-1")), gives("kms:Decrypt", {}, "Other")],
      0,
    ],
    [
      "under the same condition",
      [gives("kms:Decrypt", when("vpc-1"))],
      [gives("kms:Decrypt", when("vpc-1")), gives("kms:Decrypt", {}, "Other")],
      0,
    ],
    [
      "under another condition",
      [gives("kms:Decrypt", when("vpc-1"))],
      [gives("kms:Decrypt", when("vpc-2"))],
      1,
    ],
    ["what is not forbidden", [], [gives("kms:Sign")], 0],
  ])("%s", (_, before, after, count) => {
    expect(brought(before, after)).toBe(count);
  });

  test("not by a change that gives nobody anything", () => {
    expect(brought([], [gives("kms:Decrypt")], false)).toBe(0);
  });
});

test.each<[what: string, current: string, holds: boolean]>([
  ["it stands", policy(use("One", "A", "Mine")), true],
  ["in other words", policy(use("X", "A"), use("Y", "Mine")), true],
  ["what it gave is gone", policy(use("One", "A")), false],
  [
    "a part of it is gone",
    policy(use("One", "A"), { ...use("Two", "Mine"), Action: "kms:DescribeKey" }),
    false,
  ],
  ["somebody else lost something", policy(use("One", "Mine")), true],
])("whether a policy holds a change: %s", (_, current, holds) => {
  const versions = {
    before: document(policy(use("One", "A"))),
    after: document(policy(use("One", "A", "Mine"))),
  };
  expect(holdsChange(document(current), versions, judges, keyChanged)).toBe(holds);
  // And what took access away, where it is back.
  const away = { before: versions.after, after: versions.before };
  expect(holdsChange(document(policy(use("One", "A", "Mine"))), away, judges, keyChanged)).toBe(false);
  expect(holdsChange(versions.before, away, judges, keyChanged)).toBe(true);
});

test("a change of words alone is held by nothing", () => {
  const versions = { before: document(policy(use("One", "A"))), after: document(policy(use("Two", "A"))) };
  expect(holdsChange(versions.after, versions, judges, keyChanged)).toBe(false);
});

describe("what is told of a change", () => {
  const before = document(policy(use("One", "A")));
  const proposal: Proposal = {
    ...{ snapshot: { subject: keyChanged, document: before }, after: document(policy(use("One", "B"))) },
    ...{
      findings: [at("/x")],
      access: { equivalent: true, gained: [], lost: [] },
      text: "diff",
      notes: ["one"],
      refusals: [],
    },
  };

  test("no more than there is", () => {
    const planned = plannedResult(proposal);
    expect(planned).toMatchObject({
      outcome: "planned",
      verified: false,
      notes: ["one"],
      text: "diff",
      findings: [{ path: "/x" }],
    });
    for (const name of ["futureActions", "future", "change", "iamPolicy", "grants", "lookedAt"])
      expect(planned).not.toHaveProperty(name);
  });

  test("what is written, what comes with later actions, what else is to be done", () => {
    const grant = { id: "g", grantee: "x", operations: [] } as never;
    const future = { gained: [], lost: [] };
    const full = {
      ...proposal,
      access: { ...proposal.access, futureActions: true, future },
      iamPolicy: { a: 1 },
      revokes: [grant],
      told: { findings: [] } as never,
    };
    expect(changedResult(full, { change: "a001", verified: true, notes: ["two"] })).toMatchObject({
      ...{ outcome: "changed", verified: true, change: "a001", notes: ["one", "two"], findings: [] },
      ...{ futureActions: true, future, iamPolicy: { a: 1 }, grants: [{ id: "g", outcome: "planned" }] },
    });
  });

  test("where nothing changes: what is found stands as it was, and is not new", async () => {
    const { services, subject } = world("{}");
    const text = policy({ ...use("One", "A"), Principal: "*" });
    const result = await unchangedResult(
      { subject, options: yes, services },
      { subject, document: document(text) },
      makes(text).make({ subject, document: document(text) }) as never,
    );
    expect(result).toMatchObject({
      outcome: "unchanged",
      verified: false,
      before: text,
      after: text,
      gained: [],
      lost: [],
      notes: [],
    });
    expect(result.findings.map(({ code, introduced }) => [code, introduced])).toContainEqual([
      "public-access",
      false,
    ]);
    for (const name of ["change", "iamPolicy", "grants", "futureActions"])
      expect(result).not.toHaveProperty(name);
  });
});

test.each<
  [
    what: string,
    asked: Parameters<typeof whyNotEditable>[0],
    who: typeof caller | undefined,
    code: string | undefined,
  ]
>([
  ["one's own key", keyChanged, caller, undefined],
  ["nobody knows whose", keyChanged, undefined, undefined],
  ["a key of which the account is not known", { ...keyChanged, facts: {} }, caller, undefined],
  ["another account's", keyChanged, { ...caller, account: "444455556666" }, "foreign-key"],
  ["AWS's", { ...keyChanged, target: { ...keyChanged.target, manager: "AWS" } }, caller, "aws-managed-key"],
  [
    "a file",
    { ...keyChanged, target: { kind: "file", path: "p" } },
    { ...caller, account: "444455556666" },
    undefined,
  ],
])("whether a policy can be written: %s", (_, asked, who, code) => {
  expect(whyNotEditable(asked, who)?.code).toBe(code);
});

describe("read again before it is written", () => {
  const base = document(policy(use("One", "A"), use("Two", "B")));
  const after = document(policy(use("One", "A", "Mine"), use("Two", "B")));
  const again = async (stands: string, notes: readonly string[] = []) => {
    const { services, subject, history } = world(stands);
    const proposal = { snapshot: { subject, document: base }, after } as Proposal;
    const found = await reread({ subject, options: yes, services }, proposal, { text: after.text, notes });
    return { found, kept: [...history.kept.values()] };
  };
  const merged = "somebody else changed the policy meanwhile; both changes are merged";

  test("nobody wrote", async () => {
    expect((await again(base.text)).found).toEqual({ changed: false });
  });

  test("somebody wrote elsewhere: it is told once, with what they did, beside what was said before", async () => {
    const { found } = await again(policy(use("One", "A"), use("Two", "B", "Theirs")), ["mine", merged]);
    if (!found.changed) throw new Error("not seen");
    expect(found.made.notes).toEqual(["mine", merged]);
    expect(found.made.meanwhile?.gained.map(({ principal }) => principal)).toEqual([role("Theirs")]);
    expect(found.made.text).toContain("role/Mine");
    expect(found.snapshot.document.text).toContain("role/Theirs");
  });

  test("a part of what was meant is no surprise: they gave some of it already", async () => {
    const some = { ...use("Three", "Mine"), Action: "kms:Decrypt" };
    const { found } = await again(policy(use("One", "A"), use("Two", "B"), some));
    expect(found.changed && found.made.notes).toEqual([merged]);
  });

  test("more than was meant is told: they took away what kept it from somebody", async () => {
    const deny = { ...use("No", "Mine"), Effect: "Deny", Action: "kms:Decrypt" };
    const { services, subject } = world(policy(use("One", "A")));
    const [was, is] = [
      document(policy(use("One", "A"), deny)),
      document(policy(use("One", "A", "Mine"), deny)),
    ];
    const found = await reread(
      { subject, options: yes, services },
      { snapshot: { subject, document: was }, after: is } as Proposal,
      { text: is.text },
    );
    expect(found.changed && found.made.notes?.at(1)).toContain(
      "yours gives access that it did not give alone",
    );
  });

  test("a conflict says where, and keeps theirs", async () => {
    const { services, subject, history } = world("{}");
    const places = [
      { label: "Version", base: "", mine: "", theirs: "" },
      { label: 'statement "One"', base: "", mine: "", theirs: "" },
    ];
    const error = await conflictWith({ subject, services }, base, places);
    expect([error.code, error.exit, [...history.kept.values()]]).toEqual(["policy-conflict", 4, [base.text]]);
    expect(error.message).toContain('both changes touch Version, statement "One"');
  });
});
