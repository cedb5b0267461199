import { beforeAll, describe, expect, test } from "vitest";
import { loadFormat } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { insertItem, insertMember } from "../../src/policy/text/node-insert.ts";
import { nodeAt } from "../../src/policy/text/node-at.ts";
import { removeElement } from "../../src/policy/text/node-remove.ts";
import type { JsonPath, JsonValue, PolicyFormat } from "../../src/policy/syntax.ts";
import { documentIn } from "./documents.ts";

// Where a new element goes and what goes with an old one, beside comments, on lines of whatever kind, in empty brackets.

beforeAll(() => loadFormat("yaml"));

const inserted = (format: PolicyFormat, text: string, path: JsonPath, index: number, value: JsonValue) => {
  const document = documentIn(text, format);
  const node = nodeAt(document, path);
  if (node?.kind === "array") return insertItem(document, node, index, value);
  if (node?.kind === "object") return insertMember(document, node, index, ["n", value]);
  throw new Error("nothing holds others there");
};

const removed = (format: PolicyFormat, text: string, path: JsonPath, index: number) => {
  const document = documentIn(text, format);
  const node = nodeAt(document, path);
  if (node?.kind !== "array" && node?.kind !== "object") throw new Error("nothing holds others there");
  return removeElement(document, node, index);
};

type Insertion = [what: string, before: string, index: number, after: string, value?: JsonValue];

describe("into the list or object a", () => {
  test.each<Insertion>([
    ["behind the bracket's comment", '{"a": [ // c\n  "x"\n]}', 0, '{"a": [ // c\n  "new",\n  "x"\n]}'],
    ["behind one on the line", '{"a": [ /* c */ "x"]}', 0, '{"a": [ /* c */ "new", "x"]}'],
    [
      "before the comment of the first",
      '{"a": [\n  // c\n  "x"\n]}',
      0,
      '{"a": [\n  "new",\n  // c\n  "x"\n]}',
    ],
    ["a line of its own behind a line comment", '{"a": ["x" // c\n]}', 1, '{"a": ["x", // c\n"new"\n]}'],
    ["also where all stand on one", '{"a": ["x", "y" // c\n]}', 2, '{"a": ["x", "y", // c\n"new"\n]}'],
    ["between, behind the comment", '{"a": ["x", // c\n "y"]}', 1, '{"a": ["x", // c\n "new",\n "y"]}'],
    ["the comma before the comment", '{"a": ["x" /* c */, "y"]}', 1, '{"a": ["x", /* c */ "new", "y"]}'],
    [
      "behind both comments",
      '{"a": ["x" /* c */, /* d */ "y"]}',
      1,
      '{"a": ["x" /* c */, /* d */ "new", "y"]}',
    ],
    [
      "before a comma on the next line",
      '{"a": ["x" /* c */\n , "y"]}',
      1,
      '{"a": ["x", /* c */\n "new"\n , "y"]}',
    ],
    [
      "beside a comment elsewhere",
      '{"a": [\n  "x", /* c */\n  "y"\n]}',
      2,
      '{"a": [\n  "x", /* c */\n  "y",\n  "new"\n]}',
    ],
    ["into a list with a line comment", '{"a": [// c\n]}', 0, '{"a": [// c\n  "new"\n]}'],
    ["into one that hides brackets", '{"a": [// c]}\n]}', 0, '{"a": [// c]}\n  "new"\n]}'],
    [
      "below a line comment, though lists stand on one line",
      '{"x": ["y", "z"], "a": [// c\n]}',
      0,
      '{"x": ["y", "z"], "a": [// c\n  "new"\n]}',
    ],
    ["into a list with a comment", '{"a": [/* c */]}', 0, '{"a": [/* c */ "new"]}'],
    ["into an object with a line comment", '{"a": {// c\n}}', 0, '{"a": {// c\n  "n": "new"\n}}'],
    [
      "into a list with a comment of its own line",
      '{\n  "a": [\n    // c\n  ]\n}',
      0,
      '{\n  "a": [\n    // c\n    "new"\n  ]\n}',
    ],
    ["into an empty list, on lines", '{\n  "a": [ ]\n}', 0, '{\n  "a": [\n    "new"\n  ]\n}'],
    [
      "into an empty list, an object on lines",
      '{\n  "a": []\n}',
      0,
      '{\n  "a": [\n    {\n      "b": 1,\n      "c": 2\n    }\n  ]\n}',
      { b: 1, c: 2 },
    ],
    [
      "with the space within brackets that others have",
      '{"x": [ "y" ], "a": []}',
      0,
      '{"x": [ "y" ], "a": [ "new" ]}',
    ],
    [
      "between objects that share lines",
      '{"a": [{\n  "b": 1\n}, {\n  "c": 1\n}]}',
      1,
      '{"a": [{\n  "b": 1\n}, {\n  "d": 1\n}, {\n  "c": 1\n}]}',
      { d: 1 },
    ],
    [
      "indented as its neighbour ends",
      '{\n "a": [{\n     "b": 1\n   }\n ]}',
      1,
      '{\n "a": [{\n     "b": 1\n   }, {\n       "d": 1,\n       "e": 2\n   }\n ]}',
      { d: 1, e: 2 },
    ],
    ["without space where there is none", '{"a":["x"],"b":{}}', 1, '{"a":["x","new"],"b":{}}'],
    [
      "a list of objects takes lines, however short",
      '{\n  "a": {}\n}',
      0,
      '{\n  "a": {\n    "n": [\n      {\n        "b": 1\n      }\n    ]\n  }\n}',
      [{ b: 1 }],
    ],
    [
      "one that holds objects and words, too",
      '{\n  "x": ["y", "z"],\n  "a": {}\n}',
      0,
      '{\n  "x": ["y", "z"],\n  "a": {\n    "n": [\n      {\n        "b": 1\n      },\n      "c"\n    ]\n  }\n}',
      [{ b: 1 }, "c"],
    ],
  ])("%s", (_, before, index, after, value = "new") => {
    const edited = inserted("jsonc", before, ["a"], index, value);
    expect(edited.text).toBe(after);
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    expect(inserted("jsonc", crlf(before), ["a"], index, value).text).toBe(crlf(after));
  });
});

type Removal = [what: string, before: string, index: number, after: string];

describe("out of the list a", () => {
  test.each<Removal>([
    ["the comment gets its place", '{"a": ["x" /* c */, "y"]}', 0, '{"a": [/* c */ "y"]}'],
    ["also where the comma comes first", '{"a": ["x", /* c */ "y"]}', 0, '{"a": [/* c */ "y"]}'],
    ["the last, with the comma before it", '{"a": ["x", /* c */ "y"]}', 1, '{"a": ["x" /* c */]}'],
    ["the last, with a comment behind", '{"a": ["x", "y" /* c */]}', 1, '{"a": ["x" /* c */]}'],
    ["the last, with a comma of its own", '{"a": ["x", "y", /* c */]}', 1, '{"a": ["x", /* c */]}'],
    ["a comma on the next line goes alone", '{"a": [\n "x" // c\n , "y"]}', 0, '{"a": [\n // c\n  "y"]}'],
    ["the last with its line", '{"a": [\n "x",\n // c\n "y"\n]}', 1, '{"a": [\n "x"\n // c\n]}'],
    ["the first with its line", '{"a": [\n "x",\n // c\n "y"\n]}', 0, '{"a": [\n // c\n "y"\n]}'],
    ["the only one, its comment stays", '{"a": [/* c */ "x"\n]}', 0, '{"a": [/* c */\n]}'],
    ["a line comment keeps its line", '{"a": ["x", // c\n"y"]}', 0, '{"a": [// c\n"y"]}'],
  ])("%s", (_, before, index, after) => {
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    expect(removed("jsonc", before, ["a"], index).text).toBe(after);
    expect(removed("jsonc", crlf(before), ["a"], index).text).toBe(crlf(after));
  });

  test("on the first line of a text the line end behind it goes with it", () => {
    for (const end of ["\n", "\r\n"])
      expect(removed("yaml", `a: 1${end}# c${end}b: 2${end}`, [], 0).text).toBe(`# c${end}b: 2${end}`);
  });

  test("there is nothing to take where there is no such element", () => {
    for (const format of ["json", "yaml"] as const)
      expect(() => removed(format, '{"a": ["x"]}', ["a"], 1)).toThrow("there is no element 1");
  });
});

describe("YAML: into a", () => {
  test.each<Insertion>([
    ["with the empty lines between the others", "a:\n- b\n\n\n- c\n", 2, "a:\n- b\n\n\n- c\n\n\n- new\n"],
    ["first, with them", "a:\n- b\n\n- c\n", 0, "a:\n- new\n\n- b\n\n- c\n"],
    ["no empty line where there is none", "a:\n- b\n# x\n- c\n", 1, "a:\n- b\n- new\n# x\n- c\n"],
    ["an empty list opens", "a: []\n", 0, "a:\n  - new\n"],
    ["an empty list with space in it", "a: [ ]\nx:\n  - y\n", 0, "a:\n  - new\nx:\n  - y\n"],
    ["dashes below their name", "a: []\nx:\n- y\n", 0, "a:\n- new\nx:\n- y\n"],
    [
      "an empty object, as deep as others; n alone is no name",
      "a: {}\nx:\n    y: 1\n",
      0,
      'a:\n    "n": new\nx:\n    y: 1\n',
    ],
    ["an object into a flow list", "a: [b]\n", 1, "a: [b, {d: 1, e: [f]}]\n", { d: 1, e: ["f"] }],
    [
      "an object into a block list",
      "a:\n- b\n",
      1,
      "a:\n- b\n- d: 1\n  e:\n  - f\n  - g: 1\n  h: {}\n",
      { d: 1, e: ["f", { g: 1 }], h: {} },
    ],
    ["a string in single quotes", "a:\n- 'b'\n", 1, "a:\n- 'b'\n- 'it''s'\n", "it's"],
    [
      "in double quotes where those are more",
      'a:\n- "b"\n- "c"\n- \'d\'\n',
      3,
      'a:\n- "b"\n- "c"\n- \'d\'\n- "new"\n',
    ],
    ["in none where as many have none", 'a:\n- "b"\n- c\n', 2, 'a:\n- "b"\n- c\n- new\n'],
  ])("%s", (_, before, index, after, value = "new") => {
    const edited = inserted("yaml", before, ["a"], index, value);
    expect(edited.text).toBe(after);
    const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
    expect(inserted("yaml", crlf(before), ["a"], index, value).text).toBe(crlf(after));
  });

  test("a name is quoted where names are", () => {
    expect(inserted("yaml", '"a":\n- "b"\n', [], 1, "d").text).toBe('"a":\n- "b"\n"n": "d"\n');
  });
});

describe("YAML: out of the text", () => {
  test.each<readonly [what: string, before: string, path: JsonPath, index: number, after: string]>([
    ["a comment behind it keeps its line", "a: 1 # c\nb: 2\n", [], 0, "# c\nb: 2\n"],
    ["a comment below it stays", "a: 1\n# c\nb: 2\n", [], 0, "# c\nb: 2\n"],
    ["a comment above it stays", "a: 1\n# c\nb: 2\n", [], 1, "a: 1\n# c\n"],
    ["the empty line before it goes", "a: 1\n\nb: 2\n\nc: 3\n", [], 1, "a: 1\n\nc: 3\n"],
    ["in the middle, below a comment", "a: 1\n# c\nb: 2\nc: 3\n", [], 1, "a: 1\n# c\nc: 3\n"],
    ["in the middle, before a comment on its line", "a: 1\nb: 2 # c\nc: 3\n", [], 1, "a: 1\n# c\nc: 3\n"],
    ["the only member leaves {}", "a:\n  b: 1\nc: 2\n", ["a"], 0, "a: {}\nc: 2\n"],
    ["the only item leaves []", "a:\n- b\nc: 2\n", ["a"], 0, "a: []\nc: 2\n"],
  ])("%s", (_, before, path, index, after) => {
    const document = removed("yaml", before, path, index);
    expect(document.text).toBe(after);
    expect(documentValue(documentIn(after, "yaml"))).toEqual(documentValue(document));
  });
});
