import { expect, test } from "vitest";
import { compareKey, isDifferent, type KeyPair } from "../../src/change/key-diff.ts";
import type { Contained, Fate } from "../../src/container/contained.ts";
import { key, policy, use } from "./fakes.ts";

// A key in two versions of a document: what becomes of it, and what that does to access.

const text = (written: string, more: object = {}): Contained => ({
  ...{ state: "policy", text: written, format: "json", placeOf: (offset) => offset },
  ...more,
});
const none: Contained = { state: "none" };
const later: Contained = {
  ...{ state: "unknown", code: "policy-unknown", message: "it is known after apply", at: 0 },
  dependsOn: ["aws_iam_role.app"],
};
const one = policy(use("One", "A"));
const two = policy(use("One", "A", "B"));
const renamed = policy(use("Two", "A"));
const broken = '{\n  "a" 1}';

const compared = (before: Contained, after: Contained, more: Partial<KeyPair> = {}) =>
  compareKey({ selector: "Key", facts: key.facts, before, after, ...more });

const fate = (change: Fate["change"], because?: string) => ({
  fate: { change, ...(because !== undefined && { because }) },
});

test.each<[string, Contained, Contained, Partial<KeyPair>, object]>([
  ["the same text", text(one), text(one), {}, { change: "same", equal: true, equivalent: true, text: "" }],
  [
    "laid out otherwise",
    text(one),
    text(JSON.stringify(JSON.parse(one))),
    {},
    { change: "same", equal: true, equivalent: true },
  ],
  ["another Sid", text(one), text(renamed), {}, { change: "same", equal: false, equivalent: true }],
  ["somebody more", text(one), text(two), {}, { change: "changed", equal: false, equivalent: false }],
  ["a key that comes", none, text(one), {}, { change: "added", equal: false, equivalent: false }],
  ["a key that goes", text(one), none, {}, { change: "removed", equal: false, equivalent: false }],
  [
    "a plan that says what happens",
    text(one),
    text(two),
    fate("replaced", "by key_usage"),
    { change: "replaced", because: "by key_usage" },
  ],
  [
    "replaced, with the same policy",
    text(one),
    text(one),
    fate("replaced"),
    { change: "replaced", equal: true, equivalent: true },
  ],
  [
    "a plan that says nothing changes, and the texts do",
    text(one),
    text(two),
    fate("same"),
    { change: "changed" },
  ],
  [
    "known later on one side",
    text(one),
    later,
    {},
    {
      change: "changed",
      equal: false,
      equivalent: false,
      gained: [],
      lost: [],
      text: "",
      unknown: ["aws_iam_role.app"],
      why: "it is known after apply",
    },
  ],
  [
    "known later before",
    later,
    text(one),
    {},
    { equal: false, equivalent: false, why: "it is known after apply" },
  ],
  [
    "known later, and the plan says it stays",
    later,
    later,
    fate("same"),
    { change: "same", equal: true, equivalent: true },
  ],
  ["known later on both sides", later, later, {}, { equal: false, equivalent: false }],
  ["the same broken text", text(broken), text(broken), {}, { change: "same", equal: true, equivalent: true }],
  [
    "a text that broke",
    text(one),
    text(broken),
    {},
    {
      equal: false,
      equivalent: false,
      unknown: [],
      why: "the policy cannot be read, at line 2, column 7 of its text: a colon is expected here",
    },
  ],
  ["a text that was broken", text(broken), text(one), {}, { equal: false, equivalent: false, unknown: [] }],
])("%s", (_, before, after, more, told) => {
  expect(compared(before, after, more)).toMatchObject({ selector: "Key", ...told });
});

test("who gains and who loses is told, with the lines that differ", () => {
  const diff = compared(text(one), text(two));
  expect(diff.gained.map(({ principal }) => principal)).toEqual(["arn:aws:iam::111122223333:role/B"]);
  expect(diff.lost).toEqual([]);
  expect(diff.text).toContain("--- Key\n+++ Key\n");
  expect(compared(text(two), none).lost.map(({ principal }) => principal)).toContain(
    "arn:aws:iam::111122223333:role/B",
  );
});

test("what else the document says is told where there is something", () => {
  const more = { isDefault: true, from: "the plan's prior state" };
  expect(compared(text(one), text(two, more), { retained: false, notes: ["look here"] })).toMatchObject({
    ...{ default: true, from: "the plan's prior state", retained: false, notes: ["look here"] },
  });
  const plain = compared(text(one, more), text(two), { notes: [] });
  for (const name of ["default", "from", "retained", "notes", "because", "unknown", "why"])
    expect(plain).not.toHaveProperty(name);
});

test.each<[string, Contained, Contained, Partial<KeyPair>, boolean]>([
  ["the same access", text(one), text(renamed), {}, false],
  ["other access", text(one), text(two), {}, true],
  ["nobody can tell", text(one), later, {}, true],
  ["added", none, text(one), {}, true],
  ["removed", text(one), none, {}, true],
  ["replaced, with the same access", text(one), text(one), fate("replaced"), true],
  ["moved, with the same access", text(one), text(one), fate("moved"), false],
  [
    "added, of a policy that gives nobody anything",
    none,
    text('{"Version":"2012-10-17","Statement":[]}'),
    {},
    true,
  ],
])("whether there is a difference: %s", (_, before, after, more, isOne) => {
  expect(isDifferent(compared(before, after, more))).toBe(isOne);
});
