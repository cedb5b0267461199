import { expect, test } from "vitest";
import { documentValue } from "../../src/policy/json-value.ts";
import { mergePolicies } from "../../src/policy/merge/merge.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { documentFor, documentIn } from "./documents.ts";

const admins = {
  Sid: "admins",
  Effect: "Allow",
  Principal: { AWS: ["a", "b"] },
  Action: ["kms:Put*", "kms:Get*"],
};
const users = { Sid: "users", Effect: "Allow", Principal: { AWS: "u" }, Action: "kms:Decrypt" };
const plain = { Effect: "Allow", Principal: { AWS: "p" }, Action: "kms:Sign", Resource: "*" };
const more = { Sid: "more", Effect: "Deny", Principal: "*", Action: "kms:Verify" };
const other = { Sid: "other", Effect: "Allow", Principal: { AWS: "o" }, Action: "kms:Verify" };
const policy = (...Statement: readonly JsonValue[]): JsonValue => ({ Version: "2012-10-17", Statement });
const withPrincipals = (statement: object, AWS: JsonValue) => ({ ...statement, Principal: { AWS } });

const merge = (base: JsonValue, mine: JsonValue, theirs: JsonValue) => {
  const result = mergePolicies(documentFor(base), documentFor(mine), documentFor(theirs));
  return "merged" in result ? documentValue(result.merged) : result.conflicts.map(({ label }) => label);
};

const merges: readonly (readonly [string, JsonValue, JsonValue, JsonValue, JsonValue])[] = [
  [
    "changes of different statements",
    policy(admins, users),
    policy(withPrincipals(admins, ["a"]), users),
    policy(admins, withPrincipals(users, "v")),
    policy(withPrincipals(admins, ["a"]), withPrincipals(users, "v")),
  ],
  [
    "two principals added to one list",
    policy(users),
    policy(withPrincipals(users, ["u", "mine"])),
    policy(withPrincipals(users, ["u", "theirs"])),
    policy(withPrincipals(users, ["u", "theirs", "mine"])),
  ],
  [
    "principals of two types added to one statement",
    policy(users),
    policy({ ...users, Principal: { AWS: ["u", "mine"] } }),
    policy({ ...users, Principal: { AWS: "u", Service: "s" } }),
    policy({ ...users, Principal: { AWS: ["u", "mine"], Service: "s" } }),
  ],
  [
    "in the spelling of theirs, wherever both say the same",
    policy({ ...users, Condition: { StringEquals: { "kms:ViaService": "s3", "aws:SourceVpc": ["v"] } } }),
    policy({
      ...{ ...users, Action: ["kms:Decrypt", "kms:Encrypt"] },
      Condition: { StringEquals: { "kms:ViaService": ["s3"], "aws:SourceVpc": "v" } },
    }),
    policy(more, {
      ...users,
      Condition: { StringEquals: { "kms:ViaService": "s3", "aws:SourceVpc": ["v"] } },
    }),
    policy(more, {
      ...{ ...users, Action: ["kms:Decrypt", "kms:Encrypt"] },
      Condition: { StringEquals: { "kms:ViaService": "s3", "aws:SourceVpc": ["v"] } },
    }),
  ],
  [
    "a statement added by each",
    policy(users),
    policy(users, more),
    policy(other, users),
    policy(other, users, more),
  ],
  [
    "the same statement added by both",
    policy(users),
    policy(users, more),
    policy(more, users),
    policy(more, users),
  ],
  [
    "a statement of one Sid added by both with other principals",
    policy(users),
    policy(users, other),
    policy(users, withPrincipals(other, "q")),
    policy(users, withPrincipals(other, ["q", "o"])),
  ],
  [
    "one removed, one changed",
    policy(admins, users),
    policy(admins),
    policy(more, admins, users),
    policy(more, admins),
  ],
  ["both removed it", policy(admins, users, plain), policy(users), policy(plain), policy()],
  [
    "what KMS rewrote is no change",
    policy(admins, withPrincipals(users, ["111122223333"])),
    policy(withPrincipals(admins, ["a"]), withPrincipals(users, ["111122223333"])),
    policy(withPrincipals(admins, ["b", "a"]), withPrincipals(users, "arn:aws:iam::111122223333:root"), more),
    policy(withPrincipals(admins, ["a"]), withPrincipals(users, "arn:aws:iam::111122223333:root"), more),
  ],
  [
    "a statement without Sid, changed by one",
    policy(plain, users),
    policy({ ...plain, Action: "kms:Encrypt" }, users),
    policy(plain, withPrincipals(users, "v")),
    policy({ ...plain, Action: "kms:Encrypt" }, withPrincipals(users, "v")),
  ],
  [
    "members beside the statements",
    { Version: "2008-10-17", Id: "i", Statement: [users] },
    { Version: "2012-10-17", Id: "i", Statement: [users] },
    { Version: "2008-10-17", Id: "i", note: 1, Statement: [users] },
    { Version: "2012-10-17", Id: "i", note: 1, Statement: [users] },
  ],
];

test.each(merges)("merges: %s", (_, base, mine, theirs, merged) => {
  expect(merge(base, mine, theirs)).toEqual(merged);
});

const conflicts: readonly (readonly [string, JsonValue, JsonValue, JsonValue, ...string[]])[] = [
  [
    "one list, added to and taken from",
    policy(admins),
    policy(withPrincipals(admins, ["a", "b", "c"])),
    policy(withPrincipals(admins, ["a"])),
    'statement "admins"',
  ],
  [
    "principals by one, actions by the other: together they give what neither meant",
    policy(users),
    policy(withPrincipals(users, ["u", "mine"])),
    policy({ ...users, Action: ["kms:Decrypt", "kms:Encrypt"] }),
    'statement "users"',
  ],
  [
    "changed by one, removed by the other",
    policy(users, more),
    policy(withPrincipals(users, "v"), more),
    policy(more),
    'statement "users"',
  ],
  [
    "a condition by each",
    policy(users),
    policy({ ...users, Condition: { Bool: { a: "true" } } }),
    policy({ ...users, Condition: { Bool: { b: "true" } } }),
    'statement "users"',
  ],
  [
    "one Sid, two meanings",
    policy(users),
    policy(users, more),
    policy(users, { ...more, Effect: "Allow" }),
    'statement "more"',
  ],
  [
    "without Sid, by both",
    policy(users, plain),
    policy(users, { ...plain, Action: "x" }),
    policy(users, { ...plain, Action: "y" }),
    "statement 2",
  ],
  [
    "the Version by both",
    { Version: "a", Statement: [] },
    { Version: "b", Statement: [] },
    { Version: "c", Statement: [] },
    "Version",
  ],
];

test.each(conflicts)("conflict: %s", (_, base, mine, theirs, ...labels) => {
  expect(merge(base, mine, theirs)).toEqual(labels);
});

test("the text grows out of theirs, a conflict carries the texts of all three", () => {
  const text = (sid: string, action: string, tail = "") =>
    `{\n  "Statement": [\n    { "Sid": "${sid}", "Action": "${action}" }${tail}\n  ]\n}`;
  const base = documentIn(text("s", "a"));
  const theirs = documentIn(text("s", "a", ',\n    {"Sid":"t"}'));
  const result = mergePolicies(base, documentIn(text("s", "b")), theirs);
  expect("merged" in result && result.merged.text).toBe(text("s", "b", ',\n    {"Sid":"t"}'));
  expect(mergePolicies(base, documentIn(text("s", "b")), documentIn(text("s", "c")))).toEqual({
    conflicts: [
      {
        label: 'statement "s"',
        base: '{ "Sid": "s", "Action": "a" }',
        mine: '{ "Sid": "s", "Action": "b" }',
        theirs: '{ "Sid": "s", "Action": "c" }',
      },
    ],
  });
});
