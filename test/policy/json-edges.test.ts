import { beforeAll, describe, expect, test } from "vitest";
import { loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { firstComment } from "../../src/policy/json/first-comment.ts";
import { readTornJson } from "../../src/policy/json/parse-json.ts";
import { toPlainJson } from "../../src/policy/json/plain-json.ts";
import {
  maximumDepth,
  maximumInputLength,
  maximumPolicyBytes,
  policyBytes,
} from "../../src/policy/limits.ts";
import { jsonPointer, lineOfText, pointerPath, positionAt } from "../../src/policy/text/position.ts";
import { documentIn } from "./documents.ts";

beforeAll(() => loadFormat("yaml"));

const said = (text: string, format: "json" | "jsonc" | "yaml" = "json"): readonly string[] =>
  parsePolicyText(text, format).problems.map(
    ({ message, start, end }) => `${message} [${JSON.stringify(text.slice(start, end))}]`,
  );

describe("what is wrong with a JSON text, and which part of it", () => {
  test.each<[text: string, ...said: readonly string[]]>([
    ['{"a": é}', 'the character U+00E9 is not allowed here ["é"]'],
    ['{"a": ~}', '~ is not allowed here ["~"]'],
    ['{"a": \u007f}', 'the character U+007F is not allowed here ["\u007f"]'],
    ['{"a": “b”}', 'strings stand in straight double quotes, not in curly ones (U+201C) ["“b”"]'],
    ['{"a": ”b”}', 'strings stand in straight double quotes, not in curly ones (U+201D) ["”b”"]'],
    [`{"a": ${"b".repeat(40)}}`, `${"b".repeat(40)} is not in double quotes ["${"b".repeat(40)}"]`],
    [`{"a": ${"b".repeat(41)}}`, `this is not in double quotes ["${"b".repeat(41)}"]`],
    [`{"a": ${"$".repeat(50)}}`, `${"$".repeat(40)} is not allowed here ["${"$".repeat(50)}"]`],
    ['{"a": -}', '- is not allowed here ["-"]'],
    ['{"a": 1.}', 'the number does not end ["1."]'],
    ['{"a": "b', 'the string does not end on its line ["\\"b"]'],
    ['{"a": 1 /* b', 'JSON has no comments ["/* b"]', 'the text ends before a closing brace } [""]'],
    ['{"a":', 'a value is missing at the end [""]'],
    ['{"a": }', 'a value is expected here ["}"]'],
    ["[}", 'a value is expected here ["}"]'],
    ['{"a"', 'the text ends too early [""]'],
    ["  \n ", 'the text is empty [""]'],
    ["[1,  \n  ]", 'no comma may stand before the closing ] [","]'],
  ])("%j", (text, ...problems) => {
    expect(said(text)).toEqual(problems);
  });

  test("of many faults the first twenty are told", () => {
    expect(said(`{${"// x\n".repeat(20)}}`)).toHaveLength(20);
    expect(said(`{${"// x\n".repeat(21)}}`)).toHaveLength(20);
  });
});

describe("what is too deep or too long is not read, what is not is", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

  test.each(["json", "jsonc", "yaml"] as const)("%s", (format) => {
    const mark = format === "jsonc" ? "// x\n" : "";
    expect(said(mark + nested(maximumDepth), format)).toEqual([]);
    const deep = parsePolicyText(mark + nested(maximumDepth + 1), format).problems;
    expect(deep).toMatchObject([
      { message: "nested deeper than 200 levels", start: mark.length + maximumDepth },
    ]);
  });

  test("brackets within strings are no depth, and what closes is none", () => {
    expect(said(`${JSON.stringify(nested(300))} // x`, "jsonc")).toEqual([]);
    expect(said(`[${"[],".repeat(300)}[]] // x`, "jsonc")).toEqual([]);
  });

  test("a text as long as we read, and one that is longer", () => {
    const long = `${" ".repeat(maximumInputLength - 2)}{}`;
    expect(said(`// x\n${long.slice(5)}`, "jsonc")).toEqual([]);
    for (const format of ["json", "jsonc"] as const) {
      expect(said(long, format)).toEqual([]);
      expect(parsePolicyText(`${long} `, format).problems).toEqual([
        { message: "longer than 1048576 characters", start: 0, end: 1 },
      ]);
    }
  });
});

test("a text that is being typed is read as far as it goes", () => {
  expect(readTornJson('{"a": [1,], ')).toMatchObject({ members: [{ name: "a", value: { items: [{}] } }] });
  expect(readTornJson('{"a": {"b": tru')).toMatchObject({ members: [{ name: "a" }] });
  expect(readTornJson("")).toBeUndefined();
  expect(readTornJson("[".repeat(maximumDepth + 1))).toBeUndefined();
});

test.each<[text: string, at: number | undefined]>([
  ['{"a": 1}', undefined],
  ['{"a": "// no"}', undefined],
  ["{} // x", 3],
  ["/* x */ {}", 0],
  ['{"a": 1 /* x */} // y', 8],
])("the first comment of %s", (text, at) => {
  expect(firstComment(text)).toBe(at);
});

test.each<[what: string, text: string, plain: string]>([
  ["comments on lines of their own", '{\r  // x\r  "a": 1\r}', '{\r  "a": 1\r}'],
  ["comments on two lines beside text", '{"a": [1, /* x */\n /* y */ 2]}', '{"a": [1,\n  2]}'],
  ["one behind the other", '{"a": 1 /* x */ /* y */ /* z */}', '{"a": 1 }'],
  ["one at the end without a line end", "{}\n// x", "{}\n"],
  ["one before text on its line", '/* x */ {"a": 1}', ' {"a": 1}'],
  ["a comma behind an object", '{"a": [{},],}', '{"a": [{}]}'],
  ["a comma behind a list", '{"a": [[],],}', '{"a": [[]]}'],
  ["no comma of an empty list that follows one", '{"a": [1, []]}//', '{"a": [1, []]}'],
  ["no comma of an empty object that follows one", '{"a": [1, {}]}//', '{"a": [1, {}]}'],
  ["no comma before a member with an empty list", '{"a": 1, "b": []}//', '{"a": 1, "b": []}'],
  ["no comma that a comment follows and a value", "[1, // x\n 2]", "[1,\n 2]"],
])("what is sent of JSON with comments: %s", (_, text, plain) => {
  const { problems } = parsePolicyText(text, "jsonc");
  expect(problems).toEqual([]);
  const whole = text.startsWith("[") ? `{"l": ${text}}` : text;
  expect(toPlainJson(documentIn(whole, "jsonc"))).toBe(text.startsWith("[") ? `{"l": ${plain}}` : plain);
});

test("YAML that is just as long as KMS takes keeps its lines, and one letter more takes them away", () => {
  const yaml = (letters: number): string => `a: ${"x".repeat(letters)}\nb: c\n`;
  const size = (letters: number): number =>
    policyBytes(`{\n  "a": "${"x".repeat(letters)}",\n  "b": "c"\n}\n`);
  const most = maximumPolicyBytes - size(0);
  expect(policyBytes(toPlainJson(documentIn(yaml(most), "yaml")))).toBe(maximumPolicyBytes);
  expect(toPlainJson(documentIn(yaml(most), "yaml"))).toContain("\n  ");
  expect(toPlainJson(documentIn(yaml(most + 1), "yaml"))).not.toContain("\n");
});

describe("places", () => {
  const text = "a\nbc\r\nd\re";

  test.each([
    [0, 1, 1],
    [1, 1, 2],
    [2, 2, 1],
    [4, 2, 3],
    [5, 2, 4],
    [6, 3, 1],
    [8, 4, 1],
    [9, 4, 2],
  ])("offset %i is in line %i, column %i", (offset, line, column) => {
    expect(positionAt(text, offset)).toEqual({ line, column });
    expect(positionAt("x\n".repeat(40_000) + text, 80_000 + offset)).toEqual({
      ...{ line: 40_000 + line, column },
    });
  });

  test("two long texts in turn", () => {
    const [one, other] = ["x\n".repeat(40_000), "xx\n".repeat(40_000)];
    for (const [long, line] of [
      [one, 4],
      [other, 3],
      [one, 4],
    ] as const)
      expect(positionAt(long, 6).line).toBe(line);
  });

  test("the text of a line", () => {
    expect([0, 1, 2, 3, 4, 5].map((line) => lineOfText(text, line))).toEqual(["", "a", "bc", "d", "e", ""]);
  });

  test("a JSON Pointer and its path", () => {
    const path = ["Statement", 0, "Condition", "a/b", "~1", "~"];
    expect(jsonPointer(path)).toBe("/Statement/0/Condition/a~1b/~01/~0");
    expect(pointerPath(jsonPointer(path))).toEqual(path);
    expect([pointerPath(""), pointerPath("/01a"), pointerPath("/")]).toEqual([[], ["01a"], [""]]);
  });
});
