import { beforeAll, describe, expect, test } from "vitest";
import { loadFormat } from "../../src/policy/document.ts";
import { addToList, removeFromList } from "../../src/policy/edit-lists.ts";
import { removeMember, setMember } from "../../src/policy/edit-members.ts";
import { insertStatement, removeStatement } from "../../src/policy/edit-statements.ts";
import { editTowards } from "../../src/policy/edit-towards.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { increasing } from "../../src/policy/text/increasing.ts";
import { documentFor, documentIn } from "./documents.ts";

// What is written looks like what is there, and what was added goes without a trace.

beforeAll(() => loadFormat("yaml"));

const statement = (written: string, others = ""): string =>
  `{"Statement": [{"Principal": {"AWS": ${written}}, "Action": "a"}${others}]}`;
const other = (written: string): string => `, {"Principal": {"AWS": ${written}}}`;
const path = ["Statement", 0, "Principal", "AWS"];

describe("a single value becomes a list: in front where a list of one is the habit, behind where it is not", () => {
  test.each<[what: string, others: string, list: string]>([
    ["nothing tells but Action, which is single", "", '["x", "new"]'],
    ["most are lists of one", other('["y"]') + other('["z"]'), '["new", "x"]'],
    ["as many are single", other('["y"]') + other('"z"'), '["x", "new"]'],
    ["most are single", other('"y"') + other('"z"') + other('["u"]'), '["x", "new"]'],
    ["longer lists say nothing", other('["y", "z"]'), '["x", "new"]'],
    [
      "what stands elsewhere says nothing where the same name tells",
      `, {"Principal": {"AWS": "y"}, "Action": ["b"], "Resource": ["c"]}`,
      '["x", "new"]',
    ],
    [
      "another kind of principal tells where nothing else does",
      `, {"Principal": {"Service": ["s"]}, "NotAction": ["b"], "NotResource": ["c"]}`,
      '["new", "x"]',
    ],
  ])("%s", (_, others, list) => {
    const document = documentIn(statement('"x"', others));
    const edited = addToList(document, path, "new");
    expect(edited.text).toBe(statement(list, others));
    expect(removeFromList(edited, path, "new").text).toBe(document.text);
  });

  test("a list that looks as if it had been made so takes the new one in front", () => {
    for (const [written, after] of [
      ['["x"]', '["new", "x"]'],
      ['["x", "y"]', '["x", "y", "new"]'],
    ] as const) {
      const document = documentIn(statement(written));
      const edited = addToList(document, path, "new");
      expect(edited.text).toBe(statement(after));
      expect(removeFromList(edited, path, "new").text).toBe(document.text);
    }
  });

  test("what is no text is not taken for one", () => {
    const document = documentIn('{"a": [1, "1", null]}');
    expect(addToList(document, ["a"], "1")).toBe(document);
    expect(removeFromList(document, ["a"], "1").text).toBe('{"a": [1, null]}');
    expect(removeFromList(document, ["a"], "null")).toBe(document);
    expect(() => removeFromList(documentIn('{"a": "1"}'), ["a"], "1")).toThrow("/a would be empty");
    expect(removeFromList(documentIn('{"a": "1"}'), ["b"], "1").text).toBe('{"a": "1"}');
  });
});

describe("the layout of what is new", () => {
  test.each<[what: string, before: string, value: JsonValue, after: string]>([
    [
      "lists of strings as the first of several shows",
      '{\n  "a": ["x", "y"]\n}',
      ["1", "2"],
      '{\n  "a": ["x", "y"],\n  "n": ["1", "2"]\n}',
    ],
    [
      "a list of one shows nothing",
      '{\n  "a": ["x"]\n}',
      ["1", "2"],
      '{\n  "a": ["x"],\n  "n": [\n    "1",\n    "2"\n  ]\n}',
    ],
    [
      "a list of other things shows nothing",
      '{\n  "a": ["x", 1]\n}',
      ["1", "2"],
      '{\n  "a": ["x", 1],\n  "n": [\n    "1",\n    "2"\n  ]\n}',
    ],
    [
      "small objects as the first shows",
      '{\n  "a": { "x": 1 }\n}',
      { y: 2 },
      '{\n  "a": { "x": 1 },\n  "n": { "y": 2 }\n}',
    ],
    [
      "the whole policy is no small object",
      '{\n  "a": 1\n}',
      { y: 2 },
      '{\n  "a": 1,\n  "n": {\n    "y": 2\n  }\n}',
    ],
    [
      "an object of two shows nothing",
      '{\n  "a": { "x": 1, "y": 2 }\n}',
      { y: 2 },
      '{\n  "a": { "x": 1, "y": 2 },\n  "n": {\n    "y": 2\n  }\n}',
    ],
    [
      "an empty object shows nothing",
      '{\n  "a": {}\n}',
      { y: 2 },
      '{\n  "a": {},\n  "n": {\n    "y": 2\n  }\n}',
    ],
    ["all on one line stays on it", '{"a": 1}', { y: [1], z: {} }, '{"a": 1, "n": {"y": [1], "z": {}}}'],
    ["the space about colons", '{"a" :1}', { y: 2 }, '{"a" :1, "n" :{"y" :2}}'],
    ["none where there is none", '{"a":1}', { y: [1, 2] }, '{"a":1,"n":{"y":[1,2]}}'],
    [
      "space after commas though none after colons",
      '{"a":[1, 2]}',
      { y: [1, 2] },
      '{"a":[1, 2], "n":{"y":[1, 2]}}',
    ],
    [
      "tabs",
      '{\n\t"a": {\n\t\t"x": 1\n\t}\n}',
      { y: 2 },
      '{\n\t"a": {\n\t\t"x": 1\n\t},\n\t"n": {\n\t\t"y": 2\n\t}\n}',
    ],
    [
      "a colon on a line of its own is no habit",
      '{"a"\n: 1,\n "b":2}',
      { y: 2 },
      '{"a"\n: 1,\n "b":2,\n "n": {\n   "y": 2\n }}',
    ],
  ])("%s", (_, before, value, after) => {
    const edited = setMember(documentIn(before), [], "n", value);
    expect(edited.text).toBe(after);
    expect(removeMember(edited, [], "n").text).toBe(before);
  });
});

test.each<[what: string, names: readonly string[], added: string, order: readonly string[]]>([
  ["Sid first", ["Effect", "Action"], "Sid", ["Sid", "Effect", "Action"]],
  [
    "NotPrincipal behind Principal's place",
    ["Effect", "Action"],
    "NotPrincipal",
    ["Effect", "NotPrincipal", "Action"],
  ],
  ["Condition last", ["Sid", "Resource"], "Condition", ["Sid", "Resource", "Condition"]],
  [
    "behind the last that comes before it",
    ["Action", "Effect", "Condition"],
    "Resource",
    ["Action", "Effect", "Resource", "Condition"],
  ],
  ["a name that no policy has at the end", ["Sid", "Effect"], "note", ["Sid", "Effect", "note"]],
  ["unknown names count for nothing", ["note", "Resource"], "Effect", ["Effect", "note", "Resource"]],
])("where a member stands: %s", (_, names, added, order) => {
  const document = documentFor(Object.fromEntries(names.map((name) => [name, 1])));
  expect(Object.keys(documentValue(setMember(document, [], added, 2)) ?? {})).toEqual(order);
});

test("the members of a policy have an order, too", () => {
  const document = documentFor({ Statement: [] });
  expect(setMember(setMember(document, [], "Version", "v"), [], "Id", "i").text).toBe(
    '{"Version":"v","Id":"i","Statement":[]}',
  );
  expect(() => setMember(document, ["Statement"], "a", 1)).toThrow("there is no object at /Statement");
});

test("a policy whose only statement goes keeps an empty list, however it stood", () => {
  expect(removeStatement(documentIn('{"Statement": {"Sid": "a"}}'), 0).text).toBe('{"Statement": []}');
  expect(removeStatement(documentIn('{"Statement": [{"Sid": "a"}]}'), 0).text).toBe('{"Statement": []}');
});

test("of two statements on one line the list stays; of two that an insertion made one is left as it was", () => {
  const line = '{"Statement": [{"Sid": "a"}, {"Sid": "b"}]}';
  expect(removeStatement(documentIn(line), 0).text).toBe('{"Statement": [{"Sid": "b"}]}');
  const single = '{\n  "Statement": {\n    "Sid": "a"\n  }\n}';
  for (const index of [0, 1])
    expect(removeStatement(insertStatement(documentIn(single), index, { Sid: "b" }), index).text).toBe(
      single,
    );
  const own = '{\n  "Statement": [\n    {\n      "Sid": "a"\n    },\n    {\n      "Sid": "b"\n    }\n  ]\n}';
  expect(removeStatement(documentIn(own), 1).text).toBe(
    '{\n  "Statement": [\n    {\n      "Sid": "a"\n    }\n  ]\n}',
  );
});

const match = (before: number, after: number) => ({ before, after });

test.each<[what: string, given: readonly [number, number][], kept: readonly [number, number][]]>([
  ["none", [], []],
  [
    "all in order",
    [
      [0, 0],
      [1, 3],
    ],
    [
      [0, 0],
      [1, 3],
    ],
  ],
  [
    "given in another order",
    [
      [2, 2],
      [0, 0],
      [1, 1],
    ],
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
  ],
  [
    "the longest run",
    [
      [0, 3],
      [1, 0],
      [2, 1],
      [3, 2],
    ],
    [
      [1, 0],
      [2, 1],
      [3, 2],
    ],
  ],
  [
    "one of two that change places",
    [
      [0, 1],
      [1, 0],
    ],
    [[1, 0]],
  ],
  [
    "with a jump",
    [
      [0, 2],
      [1, 0],
      [2, 3],
      [3, 1],
      [4, 4],
    ],
    [
      [1, 0],
      [3, 1],
      [4, 4],
    ],
  ],
])("what has not moved: %s", (_, given, kept) => {
  expect(increasing(given.map(([a, b]) => match(a, b)))).toEqual(kept.map(([a, b]) => match(a, b)));
});

describe("a document turns into another value with its own text where they agree", () => {
  test.each<[what: string, before: string, value: JsonValue, after: string]>([
    [
      "a string becomes a list that begins with it",
      '{"a": "x"}',
      { a: ["x", "y", "z"] },
      '{"a": ["x", "y", "z"]}',
    ],
    ["a list that has it further on", '{"a": "x"}', { a: ["y", "x"] }, '{"a": ["y", "x"]}'],
    ["a list without it", '{"a": "x"}', { a: ["y"] }, '{"a": ["y"]}'],
    ["a list of it alone", '{"a": "x"}', { a: ["x"] }, '{"a": ["x"]}'],
    ["a list with something else than strings", '{"a": "x"}', { a: ["x", 1] }, '{"a": ["x", 1]}'],
    [
      "statements that change places",
      '{"Statement": [{"Sid":"a"}, {"Sid": "b"}]}',
      { Statement: [{ Sid: "b" }, { Sid: "a" }] },
      '{"Statement": [{"Sid": "b"}, {"Sid": "a"}]}',
    ],
    [
      "a statement known by its Sid",
      '{"Statement": [{"Sid":"a","x":1}, {"Sid": "b"}]}',
      { Statement: [{ Sid: "new" }, { Sid: "a", x: 2 }, { Sid: "b" }] },
      '{"Statement": [{"Sid":"new"}, {"Sid":"a","x":2}, {"Sid": "b"}]}',
    ],
    [
      "lists elsewhere go by value alone",
      '{"a": [{"Sid":"a","x":1}]}',
      { a: [{ Sid: "n" }, { Sid: "a", x: 1 }] },
      '{"a": [{"Sid":"n"},{"Sid":"a","x":1}]}',
    ],
    ["an object becomes a word", '{"a": {"b": 1}}', { a: "x" }, '{"a": "x"}'],
    ["the same value changes nothing", '{"a" : 1 }', { a: 1 }, '{"a" : 1 }'],
  ])("%s", (_, before, value, after) => {
    const edited = editTowards(documentIn(before), value);
    expect(documentValue(edited)).toEqual(value);
    expect(edited.text).toBe(after);
  });

  test("a list of which more than five hundred come and go is written anew", () => {
    const list = (count: number, from = 0): string[] =>
      Array.from({ length: count }, (_, i) => `n${i + from}`);
    const text = (items: readonly string[]): string =>
      `{"a": [${items.map((item) => `"${item}"`).join(" ,")}]}`;
    for (const [count, stays] of [
      [500, true],
      [501, false],
    ] as const) {
      const edited = editTowards(documentIn(text(["x", "y", ...list(count)])), { a: ["x", "y"] });
      expect(edited.text).toBe(stays ? '{"a": ["x" ,"y"]}' : '{"a": ["x","y"]}');
    }
  });
});
