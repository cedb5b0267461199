import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePolicyText } from "../../src/policy/document.ts";
import { positionAt } from "../../src/policy/text/position.ts";

const problemsIn = (text: string, format: "json" | "jsonc" = "json"): readonly string[] =>
  parsePolicyText(text, format).problems.map(({ message, start }) => {
    const { line, column } = positionAt(text, start);
    return `${line}:${column} ${message}`;
  });

const texts: readonly (readonly [text: string, ...problems: readonly string[]])[] = [
  ["", "1:1 the text is empty"],
  ['{"a": 1', "1:8 the text ends before a closing brace }"],
  ['{"a": [1, 2', "1:12 the text ends before a closing bracket ]"],
  ['{"a": 1\n "b": 2}', "1:8 a comma is missing here"],
  ['{"a": ["x" "y"]}', "1:11 a comma is missing here"],
  ['{"a": [1, 2,]}', "1:12 no comma may stand before the closing ]"],
  ['{"a": 1,}', "1:8 no comma may stand before the closing }"],
  ['{"a": [{"b": 1}}', "1:16 this } does not close what is open here"],
  ['{"a" 1}', "1:6 a colon is expected here"],
  ["{a: 1}", "1:2 a is not in double quotes"],
  ["{'a': 1}", "1:2 strings stand in double quotes, not in single ones"],
  ["{“a”: 1}", "1:2 strings stand in straight double quotes, not in curly ones (U+201C)"],
  ['{"a": 1} {}', "1:10 nothing may follow the end of the policy"],
  ['{"a": "b\nc"}', "1:7 the string does not end on its line"],
  ['{"a": "\\q"}', "1:7 this escape is unknown in a string"],
  ['{"a": "\\u12"}', "1:7 this \\u escape is not four hexadecimal digits"],
  ['{"a": "\u0001"}', "1:7 a control character is not allowed in a string"],
  ['{"a": 01}', "1:8 a comma is missing here"],
  ['// x\n{"a": 1 /* y */}', "1:1 JSON has no comments", "2:9 JSON has no comments"],
  ["\uFEFF{}", "1:1 the text begins with a byte order mark (U+FEFF), which JSON has not"],
  [
    "\uFEFF{a}",
    "1:1 the text begins with a byte order mark (U+FEFF), which JSON has not",
    "1:3 a is not in double quotes",
  ],
];

test.each(texts)("%j is reported where it is wrong", (text, ...problems) => {
  expect(problemsIn(text)).toEqual(problems);
});

test("JSONC takes comments, trailing commas and a byte order mark, with the places right", () => {
  const text = '\uFEFF// head\n{"a": ["b", /* c */],}';
  const { root, problems } = parsePolicyText(text, "jsonc");
  expect(problems).toEqual([]);
  expect(text.slice(root?.start, root?.end)).toBe('{"a": ["b", /* c */],}');
});

const corpus: readonly (readonly [file: string, ...problems: readonly string[]])[] = [
  ["invalid/039-json-newline-inside-string.json", "29:62 the string does not end on its line"],
  ["invalid/040-json-unbalanced-brackets.json", "28:5 this } does not close what is open here"],
  [
    "invalid/041-json-nbsp-indentation.json",
    "2:1 this white space (U+00A0) is not allowed here: use plain spaces",
  ],
  ["invalid/042-json-inline-remark.json", "11:11 <--Add is not allowed here"],
  ["invalid/043-json-missing-comma-after-sid.json", "6:130 a comma is missing here"],
  ["invalid/044-json-backslash-n-prefixed.json", "1:2 \\n is not allowed here"],
  ["invalid/045-json-wrapped-at-120-columns.json", "5:13 the string does not end on its line"],
  ["invalid/046-json-slash-slash-comment.json", "33:11 JSON has no comments"],
  [
    "invalid/047-json-slash-slash-comments-many.json",
    "5:5 JSON has no comments",
    "7:2 .... is not allowed here",
  ],
  ["invalid/048-json-ellipsis-comment.json", "5:5 JSON has no comments"],
  [
    "invalid/049-json-trailing-comma-in-array.json",
    "18:123 no comma may stand before the closing ]",
    "35:123 no comma may stand before the closing ]",
  ],
  ["invalid/050-json-trailing-comma-after-statement.json", "19:6 no comma may stand before the closing ]"],
  ["invalid/051-json-two-principal-objects.json", "8:63 a member name in double quotes is expected here"],
  ["invalid/052-json-hcl-equals-in-json.json", "27:31 = is not allowed here"],
  ["invalid/053-json-unquoted-word.json", "8:31 ROLE_ARN is not in double quotes"],
  ["templated/031-notjson-nationalarchives-default-key-policy.json", "48:16 $ is not allowed here"],
  ["templated/036-notjson-dwp-for-loop.json", "4:1 % is not allowed here"],
];

test.each(corpus)("%s", (file, ...problems) => {
  expect(problemsIn(readFileSync(new URL(`../corpus/${file}`, import.meta.url), "utf8"))).toEqual(problems);
});
