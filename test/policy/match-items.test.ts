import { describe, expect, test } from "vitest";
import { documentValue } from "../../src/policy/json-value.ts";
import { matchEqual, matchStatements } from "../../src/policy/merge/match-items.ts";
import { inSpellingOf, mergeStatement, sameStatement } from "../../src/policy/merge/merge-statement.ts";
import { mergePolicies } from "../../src/policy/merge/merge.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { documentFor, documentIn } from "./documents.ts";

// Which statement of one text is which of another, and what becomes of one that both sides changed.

const allow = { Effect: "Allow", Principal: "p", Action: "a", Resource: "*" };
const pairs = (before: readonly JsonValue[], after: readonly JsonValue[]): readonly string[] =>
  matchStatements(before, after).map((match) => `${match.before}-${match.after}`);

test.each<[what: string, before: JsonValue[], after: JsonValue[], pairs: readonly string[]]>([
  ["the same content, first with first", [allow, allow], [allow, allow, allow], ["0-0", "1-1"]],
  ["members in another order", [{ Sid: "a", x: 1 }], [{ x: 1, Sid: "a" }], ["0-0"]],
  [
    "the same Sid, whatever else",
    [{ ...allow, Sid: "a" }],
    [{ Sid: "b" }, { Sid: "a", Effect: "Deny" }],
    ["0-1"],
  ],
  [
    "a Sid that is there twice afterwards",
    [{ Sid: "a", x: 1 }],
    [
      { Sid: "a", x: 2 },
      { Sid: "a", x: 3 },
    ],
    [],
  ],
  [
    "a Sid that was there twice",
    [
      { Sid: "a", x: 2 },
      { Sid: "a", x: 3 },
    ],
    [{ Sid: "a", x: 1 }],
    [],
  ],
  ["a Sid that is no text", [{ Sid: 1, x: 2, y: 1 }], [{ Sid: 1, x: 3, y: 2 }], []],
  ["the same content under another Sid", [{ ...allow, Sid: "a" }], [{ ...allow, Sid: "b" }], ["0-0"]],
  ["the same content that has got a Sid", [allow], [{ ...allow, Sid: "b" }], ["0-0"]],
  ["most of it", [allow], [{ ...allow, Action: "b" }], ["0-0"]],
  ["most of it, where one side has no Sid", [allow], [{ ...allow, Sid: "b", Action: "b" }], ["0-0"]],
  ["two Sids are two statements", [{ ...allow, Sid: "a" }], [{ ...allow, Sid: "b", Action: "b" }], []],
  ["another Effect is another statement", [allow], [{ ...allow, Effect: "Deny" }], []],
  ["half of it is not most", [{ Effect: "Allow", x: 1 }], [{ Effect: "Allow", x: 2 }], []],
  ["two of three are", [{ Effect: "Allow", x: 1, y: 1 }], [{ Effect: "Allow", x: 1, y: 2 }], ["0-0"]],
  [
    "a member that is not there is none that is null",
    [{ Effect: "Allow", x: 1 }],
    [{ Effect: "Allow", x: 1, y: null, z: null }],
    ["0-0"],
  ],
  ["each is taken once", [allow, { ...allow, Action: "b" }], [{ ...allow, Action: "c" }], ["0-0"]],
  ["what is no statement is what it is", ["x", 1], [1, "y"], ["1-0"]],
])("%s", (_, before, after, expected) => {
  expect(pairs(before, after)).toEqual(expected);
});

test("lists go by equality alone", () => {
  expect(matchEqual(["a", "b", "a"], ["a", "c", "a", "a"])).toEqual([
    { before: 0, after: 0 },
    { before: 2, after: 2 },
  ]);
});

test("of more than ten thousand pairs that are left nobody says which belong together", () => {
  const many = (count: number, x: number) =>
    Array.from({ length: count }, (_, i) => ({ Effect: "Allow", x, a: i, b: i }));
  expect(pairs(many(100, 1), many(100, 2))).toHaveLength(100);
  expect(pairs(many(100, 1), many(101, 2))).toEqual([]);
});

const aws = (...AWS: readonly string[]) => ({ ...allow, Principal: { AWS } });
const when = (test: JsonValue) => ({ ...allow, Condition: test });

describe("one statement, changed by both", () => {
  test.each<
    [
      what: string,
      base: JsonValue | undefined,
      mine: JsonValue,
      theirs: JsonValue,
      united: JsonValue | undefined,
    ]
  >([
    ["both add", aws("a"), aws("a", "m"), aws("a", "t"), aws("a", "t", "m")],
    ["both add the same", aws("a"), aws("a", "m"), aws("a", "m", "t"), aws("a", "m", "t")],
    ["mine takes away", aws("a", "b"), aws("a"), aws("a", "b", "t"), undefined],
    ["theirs takes away", aws("a", "b"), aws("a", "b", "m"), aws("a"), undefined],
    ["two places", aws("a"), { ...aws("a", "m"), Action: ["a", "m"] }, aws("a", "t"), undefined],
    [
      "both add an action",
      allow,
      { ...allow, Action: ["a", "m"] },
      { ...allow, Action: ["a", "t"] },
      { ...allow, Action: ["a", "t", "m"] },
    ],
    [
      "both add to a condition's values",
      when({ B: { k: ["1"] } }),
      when({ B: { k: ["1", "m"] } }),
      when({ B: { k: ["1", "t"] } }),
      when({ B: { k: ["1", "t", "m"] } }),
    ],
    ["both add a condition", allow, when({ B: { k: "m" } }), when({ B: { k: "t" } }), undefined],
    [
      "another value of a member",
      { ...allow, Effect: "Allow" },
      { ...allow, Effect: "Deny" },
      { ...allow, Effect: "No" },
      undefined,
    ],
    ["both add it, with other principals", undefined, aws("m"), aws("t"), aws("t", "m")],
    [
      "both add it, with other actions",
      undefined,
      { ...allow, Action: "m" },
      { ...allow, Action: "t" },
      { ...allow, Action: ["t", "m"] },
    ],
    [
      "both add it, with other conditions",
      undefined,
      when({ B: { k: "m" } }),
      when({ B: { k: "t" } }),
      undefined,
    ],
    [
      "both add it, with other resources",
      undefined,
      { ...allow, Resource: "m" },
      { ...allow, Resource: "t" },
      undefined,
    ],
    [
      "both add it, one with principals of another kind",
      undefined,
      { ...allow, Principal: { Service: "m" } },
      { ...allow, Principal: { AWS: "t" } },
      { ...allow, Principal: { AWS: "t", Service: "m" } },
    ],
    ["what is no statement", "a", "m", "t", undefined],
  ])("%s", (_, base, mine, theirs, united) => {
    expect(mergeStatement(base, mine, theirs, "aws")).toEqual(united);
  });

  test("in the spelling of theirs", () => {
    const root = "arn:aws:iam::111122223333:root";
    expect(inSpellingOf(aws(root, "b"), aws("b", "111122223333", "n"), "aws")).toEqual(aws(root, "b", "n"));
    expect(inSpellingOf({ Action: "a" }, { Action: ["a"] }, "aws")).toEqual({ Action: "a" });
    expect(inSpellingOf({ Action: ["a"] }, { Action: "a" }, "aws")).toEqual({ Action: ["a"] });
    expect(inSpellingOf({ Action: "a" }, { Action: ["a", "b"] }, "aws")).toEqual({ Action: ["a", "b"] });
    expect(inSpellingOf({ Action: "a" }, { Action: "b" }, "aws")).toEqual({ Action: "b" });
    expect(inSpellingOf({ x: [1] }, { x: { y: 1 } }, "aws")).toEqual({ x: { y: 1 } });
    expect(inSpellingOf({}, { toString: 1 }, "aws")).toEqual({ toString: 1 });
  });

  test("the same in any spelling", () => {
    expect(sameStatement(aws("b", "a"), aws("a", "b", "b"), "aws")).toBe(true);
    expect(sameStatement(when({ B: "x" }), when({ B: ["x"] }), "aws")).toBe(false);
    expect(sameStatement(when("x"), when("y"), "aws")).toBe(false);
  });
});

const text = (...sids: readonly string[]) => sids.map((Sid) => ({ Sid, Action: Sid }));
const merged = (base: JsonValue, mine: JsonValue, theirs: JsonValue) => {
  const result = mergePolicies(documentFor(base), documentFor(mine), documentFor(theirs));
  return "merged" in result ? documentValue(result.merged) : result.conflicts;
};
const policy = (...sids: readonly string[]): JsonValue => ({ Statement: text(...sids) });
const withId = (Id: string, ...sids: readonly string[]): JsonValue => ({ Id, Statement: text(...sids) });

describe("a merge of policies", () => {
  test.each<[what: string, base: JsonValue, mine: JsonValue, theirs: JsonValue, outcome: JsonValue]>([
    [
      "a new one stands behind what it follows",
      policy("a", "b"),
      policy("a", "m", "b"),
      policy("t", "a", "b"),
      policy("t", "a", "m", "b"),
    ],
    [
      "first where it is first",
      policy("a", "b"),
      policy("m", "a", "b"),
      policy("a", "t", "b"),
      policy("m", "a", "t", "b"),
    ],
    [
      "two new ones in a row",
      policy("a"),
      policy("a", "m", "n"),
      policy("t", "a"),
      policy("t", "a", "m", "n"),
    ],
    [
      "a single statement stays one",
      { Statement: { Sid: "a", Action: "a" }, Id: "i" },
      { Statement: { Sid: "a", Action: "m" }, Id: "i" },
      { Statement: { Sid: "a", Action: "a" }, Id: "t" },
      { Statement: { Sid: "a", Action: "m" }, Id: "t" },
    ],
    [
      "and becomes a list where a second comes",
      { Statement: { Sid: "a", Action: "a" }, Id: "i" },
      withId("i", "a", "m"),
      { Statement: { Sid: "a", Action: "a" }, Id: "t" },
      { Statement: text("a", "m"), Id: "t" },
    ],
    ["a member that mine took out", withId("i", "a"), policy("a"), withId("i", "a", "t"), policy("a", "t")],
    ["a member that theirs took out", withId("i", "a"), withId("i", "a", "m"), policy("a"), policy("a", "m")],
    [
      "a member that both took out",
      withId("i", "a"),
      policy("a", "m"),
      policy("t", "a"),
      policy("t", "a", "m"),
    ],
    [
      "a member that both set alike",
      policy("a"),
      withId("i", "a", "m"),
      withId("i", "t", "a"),
      withId("i", "t", "a", "m"),
    ],
  ])("%s", (_, base, mine, theirs, outcome) => {
    expect(merged(base, mine, theirs)).toEqual(outcome);
  });

  test("what changed on one side alone is that side's text", () => {
    const [base, other] = [documentIn('{"Statement" : []}'), documentIn('{ "Statement":[] }')];
    const mine = documentFor(policy("m"));
    expect(mergePolicies(base, mine, other)).toEqual({ merged: mine });
    expect(mergePolicies(base, other, mine)).toEqual({ merged: mine });
    expect(mergePolicies(base, mine, mine)).toEqual({ merged: mine });
  });

  test("a conflict is called by its Sid in theirs, in mine where theirs has none, and by its place without one", () => {
    const changed = (Sid: string | undefined, Action: string) => ({
      ...(Sid !== undefined && { Sid }),
      Action,
      x: 1,
      y: 2,
    });
    const labels = (base: JsonValue[], mine: JsonValue[], theirs: JsonValue[]) => {
      const found = merged({ Statement: base }, { Statement: mine }, { Statement: theirs });
      return Array.isArray(found) ? found.map((one) => (one as { label: string }).label) : found;
    };
    const first = { Sid: "first" };
    expect(
      labels([first, changed("a", "a")], [first, changed("a", "m")], [first, changed("a", "t")]),
    ).toEqual(['statement "a"']);
    expect(labels([first, changed("a", "a")], [first, changed("a", "m")], [first])).toEqual([
      'statement "a"',
    ]);
    expect(labels([first, changed(undefined, "a")], [first, changed(undefined, "m")], [first])).toEqual([
      "statement 2",
    ]);
    expect(labels([first, changed(undefined, "a")], [first], [changed(undefined, "t"), first])).toEqual([
      "statement 2",
    ]);
  });

  test("members that no policy has are no lists", () => {
    expect(sameDocument(documentFor({ x: "a" }), documentFor({ x: ["a"] }))).toBe(false);
    expect(sameDocument(documentFor({ Statement: ["a"] }), documentFor({ Statement: "a" }))).toBe(true);
  });
});
