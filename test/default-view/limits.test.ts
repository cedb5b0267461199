import { expect, test } from "vitest";
import {
  addAdmins,
  addUsers,
  grantAccounts,
  removeAdmins,
  removeUsers,
  revokeAccounts,
} from "../../src/core-verbs.ts";
import { type LimitFlags, parseLimits } from "../../src/default-view/limits/parse-limits.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { decideRequest } from "../../src/access/evaluate.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { adminLists, admins, delegation, grants, useLists, users } from "./console-policies.ts";
import { shapes } from "./shapes.ts";
import { arn, keys, other, policy, statements, statementsOf, type Short } from "./support.ts";

// Use, administration and another account's access under a condition: a statement of its own, which the same flags take back.

const now = new Date("2026-11-29T12:00:00Z");
const whole: readonly Short[] = [delegation, admins("role/Ops"), users("role/App"), grants("role/App")];

const via = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const until = { DateLessThan: { "aws:CurrentTime": "2027-01-31T00:00:00Z" } };
const org = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
const forServices = { Bool: { "kms:GrantIsForAWSResource": "true" } };
const context = { StringEquals: { "kms:EncryptionContext:app": "billing" } };
const may = (who: string) => grants(who).may;
const inContext = useLists.symmetric.filter((action) => action !== "kms:DescribeKey");

type Verb = (document: PolicyDocument, who: readonly string[], facts: KeyFacts, flags: LimitFlags) => Done;
interface Done {
  readonly document: PolicyDocument;
  readonly notes: readonly string[];
}

const addUser: Verb = (document, who, facts, flags) =>
  addUsers(document, who, facts, { limits: parseLimits(flags, facts, now) });
const removeUser: Verb = (document, who, facts, flags) =>
  removeUsers(document, who, facts, { limits: parseLimits(flags, facts) });
const addAdmin: Verb = (document, who, facts, flags) =>
  addAdmins(document, who, facts, { limits: parseLimits(flags, facts, now) });
const removeAdmin: Verb = (document, who, facts, flags) =>
  removeAdmins(document, who, facts, { limits: parseLimits(flags, facts) });
const grantAccount: Verb = (document, who, facts, flags) =>
  grantAccounts(document, who, facts, { limits: parseLimits(flags, facts, now) });
const revokeAccount: Verb = (document, who, facts, flags) =>
  revokeAccounts(document, who, facts, { limits: parseLimits(flags, facts) });

interface Case {
  readonly name: string;
  readonly verbs: readonly [add: Verb, remove: Verb];
  readonly who: string;
  readonly flags: LimitFlags;
  readonly added: readonly Short[];
  /** One request that is allowed afterwards, and the context without which it is not. */
  readonly needs: Readonly<Record<string, string>>;
  readonly action?: string;
}

const user = [addUser, removeUser] as const;
const admin = [addAdmin, removeAdmin] as const;
const account = [grantAccount, revokeAccount] as const;

const cases: readonly Case[] = [
  {
    name: "add-user --via s3",
    verbs: user,
    who: "role/New",
    flags: { via: ["s3"] },
    added: [
      { sid: "Allow use of the key via s3", who: "role/New", may: useLists.symmetric, if: via },
      {
        ...{ sid: "Allow grants for AWS services on the key via s3", who: "role/New" },
        ...{ may: may("role/New"), if: { ...forServices, ...via } },
      },
    ],
    needs: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
  },
  {
    name: "add-user --until",
    verbs: user,
    who: "role/New",
    flags: { until: "2027-01-31" },
    added: [
      { sid: "Allow use of the key until 2027 01 31", who: "role/New", may: useLists.symmetric, if: until },
      {
        ...{ sid: "Allow grants for AWS services on the key until 2027 01 31", who: "role/New" },
        ...{ may: may("role/New"), if: { ...forServices, ...until } },
      },
    ],
    needs: { "aws:CurrentTime": "2026-12-01T00:00:00Z" },
  },
  {
    name: "add-user --encryption-context",
    verbs: user,
    who: "role/New",
    flags: { encryptionContext: ["app=billing"] },
    added: [
      { sid: "Allow use of the key with app billing", who: "role/New", may: inContext, if: context },
      {
        ...{ sid: "Allow grants for AWS services on the key with app billing", who: "role/New" },
        ...{ may: ["kms:CreateGrant"], if: { ...forServices, ...context } },
      },
    ],
    needs: { "kms:EncryptionContext:app": "billing" },
  },
  {
    name: "add-admin --until",
    verbs: admin,
    who: "role/New",
    flags: { until: "2027-01-31T00:00:00Z" },
    added: [
      {
        ...{ sid: "Allow access for Key Administrators until 2027 01 31", who: "role/New" },
        ...{ may: adminLists.A4, if: until },
      },
    ],
    needs: { "aws:CurrentTime": "2026-12-01T00:00:00Z" },
    action: "kms:PutKeyPolicy",
  },
  {
    name: "grant-account --org",
    verbs: account,
    who: other,
    flags: { org: ["o-a1b2c3d4e5"] },
    added: [
      {
        sid: "Allow use of the key in o a1b2c3d4e5",
        who: arn("root", other),
        may: useLists.symmetric,
        if: org,
      },
      {
        ...{ sid: "Allow grants for AWS services on the key in o a1b2c3d4e5", who: arn("root", other) },
        ...{ may: may("role/New"), if: { ...forServices, ...org } },
      },
    ],
    needs: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
  },
  {
    name: "grant-account --via --until",
    verbs: account,
    who: other,
    flags: { via: ["s3"], until: "2027-01-31" },
    added: [
      {
        ...{ sid: "Allow use of the key via s3 until 2027 01 31", who: arn("root", other) },
        ...{ may: useLists.symmetric, if: { ...via, ...until } },
      },
      {
        ...{ sid: "Allow grants for AWS services on the key via s3 until 2027 01 31" },
        ...{ who: arn("root", other), may: may("role/New"), if: { ...forServices, ...via, ...until } },
      },
    ],
    needs: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "aws:CurrentTime": "2026-12-01T00:00:00Z" },
  },
];

const callerOf = (who: string): string => (who === other ? arn("role/Theirs", other) : arn(who));

test.each(cases)("$name", ({ verbs: [add, remove], who, flags, added, needs, action = "kms:Decrypt" }) => {
  // Without the delegation to IAM, so that the answer is the statement's alone.
  for (const before of [policy(...whole), policy(...whole.slice(1))]) {
    const after = add(before, [who], keys.symmetric, flags).document;
    expect(statementsOf(after)).toEqual([...statementsOf(before), ...statements(...added)]);
    expect(add(after, [who], keys.symmetric, flags).document).toBe(after);
    const view = readDefaultView(after, keys.symmetric);
    expect(view.limited.map(({ principal }) => principal)).toContain(
      who === other ? arn("root", other) : arn(who),
    );
    expect(view.otherStatements).toEqual([]);
    expect([...view.users, ...view.admins]).not.toContain(arn(who));
    expect(remove(after, [who], keys.symmetric, flags).document.text).toBe(before.text);
  }
  const after = readPolicy(add(policy(...whole.slice(1)), [who], keys.symmetric, flags).document);
  const decide = (given: Readonly<Record<string, string>>) =>
    decideRequest(after, { principal: callerOf(who), action, context: given }, keys.symmetric).decision;
  expect(decide(needs)).toMatch(/allowed|needs-iam/);
  for (const key of Object.keys(needs)) {
    const less = Object.fromEntries(Object.entries(needs).filter(([name]) => name !== key));
    const elsewhere = key === "aws:CurrentTime" ? "2027-02-01T00:00:00Z" : "other";
    expect(decide({ ...less, [key]: elsewhere })).toBe("not-allowed");
  }
});

test.each(cases)("$name on every hand-written shape, and back", ({ verbs: [add, remove], who, flags }) => {
  const name = who === other ? "999988887777" : "role/Fresh";
  for (const { document, facts } of shapes) {
    if (facts.usage === "SIGN_VERIFY" && flags.encryptionContext) continue;
    const { document: after, notes } = add(document, [name], facts, flags);
    if (after === document) {
      expect(notes.join()).toContain("already without the condition");
      continue;
    }
    expect(add(after, [name], facts, flags).document).toBe(after);
    expect(remove(after, [name], facts, flags).document.text).toBe(document.text);
  }
});

test("a wider flag makes a statement of its own, and each removal takes just its own", () => {
  const before = policy(delegation);
  const s3 = addUser(before, ["role/New"], keys.symmetric, { via: ["s3"] }).document;
  const both = addUser(s3, ["role/New"], keys.symmetric, { via: ["s3"], until: "2027-01-31" }).document;
  // Who may through S3 for ever may so until then.
  expect(both).toBe(s3);
  const sqs = addUser(s3, ["role/New"], keys.symmetric, { via: ["sqs"] }).document;
  const plain = addUsers(sqs, ["role/New"], keys.symmetric).document;
  expect(plain.statements.length).toBe(7);
  const left = removeUser(plain, ["role/New"], keys.symmetric, { via: ["sqs"] }).document;
  expect(addUser(left, ["role/New"], keys.symmetric, { via: ["sqs"] }).notes.join()).toContain(
    "already without the condition",
  );
  expect(removeUsers(plain, ["role/New"], keys.symmetric).document.text).toBe(before.text);
});

test("people under one condition share its statement", () => {
  const before = policy(delegation);
  const one = addUser(before, ["role/A"], keys.symmetric, { via: ["s3"] }).document;
  const two = addUser(one, ["role/B"], keys.symmetric, { via: ["s3.us-east-1.amazonaws.com"] }).document;
  expect(two.statements.length).toBe(one.statements.length);
  expect(removeUser(two, ["role/B"], keys.symmetric, { via: ["s3"] }).document.text).toBe(one.text);
});

test("a removal that finds no such statement says so, and changes nothing", () => {
  const before = policy(...whole);
  const { document, notes } = removeUser(before, ["role/App"], keys.symmetric, { via: ["s3"] });
  expect(document).toBe(before);
  expect(notes.join()).toContain("No statement is under just this condition (kms:ViaService s3.us-east-1");
});

test("hand-written conditions in another spelling are the same", () => {
  const condition = { stringequals: { "KMS:viaservice": ["s3.us-east-1.amazonaws.com"] } };
  const before = policy(delegation, {
    who: "role/New",
    may: [...useLists.symmetric].reverse(),
    if: condition,
  });
  const { document } = removeUser(before, ["role/New"], keys.symmetric, { via: ["s3"] });
  expect(statementsOf(document)).toEqual(statements(delegation));
  const day = { DateLessThan: { "aws:CurrentTime": "2027-01-31T01:00:00+01:00" } };
  const dated = policy(delegation, { who: "role/New", may: useLists.symmetric, if: day });
  expect(
    removeUser(dated, ["role/New"], keys.symmetric, { until: "2027-01-31" }).document.statements,
  ).toHaveLength(1);
});

test("what carries no encryption context is left out, and said", () => {
  const { notes } = addUser(policy(delegation), ["role/New"], keys.symmetric, { encryptionContext: ["a=b"] });
  expect(notes.join()).toContain(
    "kms:DescribeKey, kms:ListGrants, kms:RevokeGrant carry no encryption context",
  );
});

const past = new Date("2026-11-29T12:00:00Z");
test.each<[string, LimitFlags, KeyFacts, string, string]>([
  ["past", { until: "2026-11-29" }, {}, "past-date", "later"],
  ["past by a zone", { until: "2026-11-29T12:30:00+01:00" }, {}, "past-date", "later"],
  ["no date", { until: "tomorrow" }, {}, "malformed-date", "2027-01-31"],
  ["no day of the calendar", { until: "2027-02-30" }, {}, "malformed-date", "midnight UTC"],
  ["no month", { until: "2027-13-01" }, {}, "malformed-date", "midnight UTC"],
  ["a time without its zone", { until: "2027-01-31T18:00" }, {}, "malformed-date", "18:00:00Z"],
  ["a misspelt service", { via: ["dynamdb"] }, keys.symmetric, "unknown-service", "--via dynamodb?"],
  ["what a service is called", { via: ["ebs"] }, keys.symmetric, "unknown-service", "--via ec2?"],
  ["no service", { via: ["s3!"] }, keys.symmetric, "unknown-service", "--via s3?"],
  ["no service at all", { via: ["some thing"] }, keys.symmetric, "unknown-service", "its first word"],
  ["China's ending", { via: ["s3.cn-north-1.amazonaws.com.cn"] }, {}, "unknown-service", "in China too"],
  ["another Region", { via: ["s3.eu-west-1.amazonaws.com"] }, keys.symmetric, "other-region", "--via s3"],
  ["no Region", { via: ["s3"] }, {}, "region-needed", "--key-arn"],
  ["a root", { org: ["r-ab12"] }, {}, "malformed-organization", "o- and 10 to 32"],
  ["capitals", { org: ["o-A1B2C3D4E5"] }, {}, "malformed-organization", "small letters"],
  ["a wildcard", { org: ["o-*"] }, {}, "malformed-organization", "o- and 10 to 32"],
  ["no pair", { encryptionContext: ["app"] }, {}, "malformed-context", "app=billing"],
  ["no key", { encryptionContext: ["=billing"] }, {}, "malformed-context", "app=billing"],
  ["a variable", { encryptionContext: ["app=${aws:username}"] }, {}, "malformed-context", "kmspol edit"],
  ["a signing key", { encryptionContext: ["a=b"] }, keys.signing, "no-encryption-context", "symmetric"],
  ["an HMAC key", { encryptionContext: ["a=b"] }, keys.hmac, "no-encryption-context", "symmetric"],
])("refused: %s", (_, flags, facts, code, hint) => {
  expect(() => parseLimits(flags, facts, past)).toThrow(
    expect.objectContaining({ code, hint: expect.stringContaining(hint) as string }),
  );
});

const partsOfRegion = (region: string): KeyFacts => ({ ...keys.symmetric, region });
test.each([
  ["s3.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
  ["s3.us-isob-east-1.amazonaws.com", "us-isob-east-1"],
  ["s3.cn-north-1.amazonaws.com", "cn-north-1"],
  ["s3", "us-gov-east-1"],
])("--via %s of a key in %s", (via, region) => {
  const values = [via === "s3" ? `s3.${region}.amazonaws.com` : via];
  expect(parseLimits({ via: [via] }, partsOfRegion(region))).toEqual([
    { operator: "StringEquals", key: "kms:ViaService", values },
  ]);
});

test.each(["us-gov-west-1", "eu-west-1"])(
  "--via of another Region than the key's, %s, is refused",
  (region) => {
    const refused = () => parseLimits({ via: ["s3.us-gov-east-1.amazonaws.com"] }, partsOfRegion(region));
    expect(refused).toThrow(expect.objectContaining({ code: "other-region" }));
  },
);

test("a past date still names the statement that a removal takes", () => {
  expect(parseLimits({ until: "2020-01-01" }, {})).toEqual([
    { operator: "DateLessThan", key: "aws:CurrentTime", values: ["2020-01-01T00:00:00Z"] },
  ]);
});

test("a service that the table does not know is taken, and said to be unknown", () => {
  const { notes } = addUser(policy(delegation), ["role/New"], keys.symmetric, { via: ["quantumledger"] });
  expect(notes.join()).toContain(
    "Whether quantumledger.us-east-1.amazonaws.com uses keys for its callers is not known",
  );
});

test("administrators take no encryption context", () => {
  const run = () =>
    addAdmin(policy(delegation), ["role/New"], keys.symmetric, { encryptionContext: ["a=b"] });
  expect(run).toThrow(expect.objectContaining({ code: "no-encryption-context", exit: 3 }));
});

test("who has the grants anyway is not told to have them under a condition, too", () => {
  const limitedOf = (...before: readonly Short[]) => {
    const given = addUser(policy(delegation, ...before), ["role/App"], keys.symmetric, { via: ["s3"] });
    return readDefaultView(given.document, keys.symmetric).limited.flatMap((one) => one.may);
  };
  expect(limitedOf(users("role/App"), grants("role/App"))).toEqual([]);
  expect(limitedOf(users("role/App"))).toEqual(["grants"]);
  expect(limitedOf()).toEqual(["use", "grants"]);
});

test.each<readonly [what: string, before: readonly Short[], mayDelete: boolean]>([
  ["the others may not", [delegation, admins("role/Ops", adminLists["A4-D"])], false],
  [
    "nobody may of two",
    [delegation, admins("role/Ops", adminLists["A3-D"]), admins("role/B", adminLists.A1)],
    false,
  ],
  ["the others may", [delegation, admins("role/Ops")], true],
  ["one of the others may", [delegation, admins("role/Ops", adminLists["A4-D"]), admins("role/B")], true],
  ["there is no other", [delegation], true],
  [
    "one under a condition may not",
    [delegation, { ...admins("role/Ops", adminLists["A4-D"]), sid: "Ops until", if: until }],
    false,
  ],
  [
    "one under a condition may",
    [
      delegation,
      admins("role/B", adminLists["A4-D"]),
      { ...admins("role/Ops"), sid: "Ops until", if: until },
    ],
    true,
  ],
])("an administrator under a condition may delete the key as the others may: %s", (_, shorts, mayDelete) => {
  const before = policy(...shorts);
  for (const [who, flags] of [
    ["role/New", { until: "2027-01-31" }],
    ["sso/Ops", {}],
  ] as const) {
    const { document: after, notes } = addAdmin(before, [who], keys.symmetric, flags);
    const added = readPolicy(after).statements.at(-1)?.actions ?? [];
    expect(added).toContain("kms:Put*");
    expect(added.includes("kms:ScheduleKeyDeletion")).toBe(mayDelete);
    expect(added.includes("kms:CancelKeyDeletion")).toBe(mayDelete);
    expect(notes.some((note) => note.includes("allow-deletion"))).toBe(!mayDelete);
    expect(addAdmin(after, [who], keys.symmetric, flags).document.text).toBe(after.text);
    expect(removeAdmin(after, [who], keys.symmetric, flags).document.text).toBe(before.text);
  }
});
