import fc from "fast-check";
import { expect, test } from "vitest";
import { shownWidth } from "../../src/render/width.ts";
import type { Finding } from "../../src/check/finding.ts";
import { unifiedDiff } from "../../src/change/unified-diff.ts";
import { alignColumns, cutTo, wrapWords } from "../../src/render/columns.ts";
import { countFindings, renderFindings } from "../../src/render/findings.ts";
import { createStyle, plainStyle, wantsColour } from "../../src/render/style.ts";
import { renderTextDiff } from "../../src/render/text-diff.ts";

const before = '{\n  "Action": "kms:Decrypt",\n  "Sid": "a"\n}\n';
const after = '{\n  "Action": "kms:Encrypt",\n  "Sid": "a"\n}\n';

test("without colour the text diff is the unified diff itself", () => {
  const unified = unifiedDiff(before, after);
  expect(renderTextDiff(unified, plainStyle)).toBe(unified);
});

test("with colour the values that differ are marked in lines that are alike", () => {
  const style = {
    ...plainStyle,
    removedWord: (word: string) => `[-${word}-]`,
    addedWord: (word: string) => `{+${word}+}`,
  };
  const shown = renderTextDiff(unifiedDiff(before, after), style);
  expect(shown).toContain('-  "Action": [-"kms:Decrypt"-],\n');
  expect(shown).toContain('+  "Action": {+"kms:Encrypt"+},\n');
});

const lineOf = fc.string({
  unit: fc.constantFrom(...Array.from("ab \"',[]{}\t\r\\é\u001b\u202e-+@"), "\ud800", "kms:Decrypt", '"a b"'),
});
const documentText = fc.array(lineOf, { maxLength: 8 }).map((lines) => lines.join("\n"));

test("without colour a diff says what it says with colour", () => {
  const uncoloured = { ...plainStyle };
  fc.assert(
    fc.property(documentText, documentText, (one, other) => {
      const unified = unifiedDiff(one, other);
      expect(renderTextDiff(unified, plainStyle)).toBe(renderTextDiff(unified, uncoloured));
    }),
  );
});

test("a diff of hostile text shows its controls, and a CRLF file no stray carriage returns", () => {
  const shown = renderTextDiff(unifiedDiff("a\r\nb\r\n", "a\r\n\u001b[2Jc\r\n"), plainStyle);
  expect(shown).toContain("+\\u001b[2Jc\n");
  expect(shown).not.toMatch(/[\r\u001b]/);
});

const arn = (name: string) => `"arn:aws:iam::111122223333:${name}"`;
const alone = `{\n  "AWS" : ${arn("role/App")}\n}\n`;
const inList = alone.replace(/"arn.*"/, (app) => `[ ${app}, ${arn("user/alice")}, ${arn("user/bob")} ]`);
const list = (...roles: readonly string[]) =>
  `    "AWS" : [ ${roles.map((role) => arn(`role/${role}`)).join(", ")} ]\n`;
const minified = `{"Statement":[${Array.from({ length: 9 }, (_, i) => `{"Sid":"S${i}","Action":"kms:Decrypt","Resource":"*"}`).join(",")}]}\n`;
const actions = `"Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey" ]`;

/** What changes, the width, and the lines of the diff below its head. */
const folds: readonly (readonly [
  what: string,
  before: string,
  after: string,
  columns: number,
  shown: readonly string[],
])[] = [
  [
    "what is added to a list stays whole, in rows",
    alone,
    inList,
    80,
    [
      " {",
      '-  "AWS" : "arn:aws:iam::111122223333:role/App"',
      '+  "AWS" : [ "arn:aws:iam::111122223333:role/App",',
      '+      "arn:aws:iam::111122223333:user/alice",',
      '+      "arn:aws:iam::111122223333:user/bob" ]',
      " }",
    ],
  ],
  [
    "an entry among many: the others are counted on both sides",
    list("Backup", "App", "Auditor", "Old"),
    list("Backup", "App", "Auditor", "Deploy"),
    80,
    [
      '-    "AWS" : [ 3 more, "arn:aws:iam::111122223333:role/Old" ]',
      '+    "AWS" : [ 3 more, "arn:aws:iam::111122223333:role/Deploy" ]',
    ],
  ],
  [
    "what goes from the middle",
    list("Backup", "App", "Old", "Auditor", "Admin"),
    list("Backup", "App", "Auditor", "Admin"),
    80,
    [
      '-    "AWS" : [ 2 more, "arn:aws:iam::111122223333:role/Old", 2 more ]',
      '+    "AWS" : [ "arn:aws:iam::111122223333:role/Backup", 3 more ]',
    ],
  ],
  [
    "a minified policy is counted around what differs",
    minified,
    minified.replace('S4","Action":"kms:Decrypt', 'S4","Action":"kms:Encrypt'),
    84,
    [
      '-{"Statement":[4 more,{"Sid":"S4","Action":"kms:Decrypt","Resource":"*"},4 more]}',
      '+{"Statement":[4 more,{"Sid":"S4","Action":"kms:Encrypt","Resource":"*"},4 more]}',
    ],
  ],
  [
    "where even that is too long, in rows",
    minified,
    minified.replace('S4","Action":"kms:Decrypt', 'S4","Action":"kms:Encrypt'),
    60,
    [
      '-{"Statement":[4 more,{"Sid":"S4","Action":"kms:Decrypt",',
      '-      "Resource":"*"},4 more]}',
      '+{"Statement":[4 more,{"Sid":"S4","Action":"kms:Encrypt",',
      '+      "Resource":"*"},4 more]}',
    ],
  ],
  [
    "a line around the change ends earlier, its list counted",
    `a\n${actions}\n`,
    `b\n${actions}\n`,
    60,
    ["-a", "+b", ' "Action" : [ "kms:Encrypt", "kms:Decrypt", 3 more ]'],
  ],
];

test.each(folds)("a long line is folded: %s", (_, from, to, columns, shown) => {
  const limit = { lines: 50, more: "--full shows all", columns };
  const lines = renderTextDiff(unifiedDiff(from, to), plainStyle, limit).split("\n");
  expect(lines.slice(3, -2)).toEqual(shown);
  expect(lines.at(-2)).toBe("… long lines are folded; --full shows all");
  expect(lines.every((line) => line.length <= columns)).toBe(true);
});

test("a long diff is cut with a count", () => {
  const long = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join("");
  const lines = renderTextDiff(unifiedDiff("", long), plainStyle, {
    lines: 10,
    more: "Full diff shows all",
  }).split("\n");
  expect(lines).toHaveLength(12);
  expect(lines[10]).toBe("… 93 more lines; Full diff shows all");
});

test.each<[string, Partial<Parameters<typeof wantsColour>[0]>, boolean]>([
  ["a terminal", {}, true],
  ["a pipe", { isTerminal: false }, false],
  ["NO_COLOR", { environment: { NO_COLOR: "1" } }, false],
  ["an empty NO_COLOR", { environment: { NO_COLOR: "" } }, true],
  ["--no-color over FORCE_COLOR", { noColorFlag: true, environment: { FORCE_COLOR: "1" } }, false],
  ["FORCE_COLOR in a pipe", { isTerminal: false, environment: { FORCE_COLOR: "1" } }, true],
  ["FORCE_COLOR=0", { environment: { FORCE_COLOR: "0" } }, false],
  ["a dumb terminal", { environment: { TERM: "dumb" } }, false],
])("colour for %s", (_, over, colour) => {
  expect(wantsColour({ noColorFlag: false, environment: {}, isTerminal: true, ...over })).toBe(colour);
});

test("with colour marks are escape sequences, without there are none", () => {
  expect(createStyle(true).bad("x")).toBe("\u001b[31m\u001b[1mx\u001b[22m\u001b[39m");
  expect(plainStyle.bad("x")).toBe("x");
});

test("columns are aligned, the last one not padded", () => {
  expect(
    alignColumns([
      ["A", "B"],
      ["alias/app", "x"],
    ]),
  ).toBe("A          B\nalias/app  x\n");
});

test.each([
  ["  one two three", 9, "    ", "  one two\n    three"],
  ["averylongword next", 5, "", "averylongword\nnext"],
  ["short", 80, "  ", "short"],
])("wraps %j at %i", (text, width, indent, wrapped) => {
  expect(wrapWords(text, width, indent)).toBe(wrapped);
});

test("cuts with an ellipsis", () => {
  expect([cutTo("abcdef", 4), cutTo("abc", 4)]).toEqual(["abc…", "abc"]);
});

const finding = (over: Partial<Finding>): Finding => ({
  code: "group-principal",
  severity: "error",
  message: "a group is no principal",
  path: "/Statement/0/Principal/AWS",
  line: 2,
  column: 13,
  fixable: false,
  ...over,
});

test("a finding shows place, severity, code, message, the line with a caret, and the hint", () => {
  const text = '{\n  "Action": "kms:Decrypt\u001b"\n}\n';
  const options = { style: plainStyle, columns: 80, label: "p.json", text };
  expect(renderFindings([finding({ hint: "name its users" })], options)).toBe(
    [
      "p.json:2:13: error group-principal",
      "  a group is no principal",
      '    2 |   "Action": "kms:Decrypt\\u001b"',
      "      |             ^",
      "  hint: name its users",
      "",
    ].join("\n"),
  );
});

test("of a line longer than the terminal the part around the caret is shown", () => {
  const text = `${"x".repeat(500)}HERE${"y".repeat(500)}`;
  const shown = renderFindings([finding({ line: 1, column: 501 })], {
    style: plainStyle,
    columns: 60,
    label: "f",
    text,
  });
  const [, , source = "", caret = ""] = shown.split("\n");
  expect(source.length).toBeLessThanOrEqual(60);
  expect(source.slice(caret.indexOf("^"), caret.indexOf("^") + 4)).toBe("HERE");
});

test.each([3, 70])("the caret stands below its place behind %s wide characters", (count) => {
  const text = `"${"鍵".repeat(count)}": HERE`;
  const options = { style: plainStyle, columns: 60, label: "f", text };
  const shown = renderFindings([finding({ line: 1, column: text.indexOf("HERE") + 1 })], options);
  const [, , source = "", caret = ""] = shown.split("\n");
  expect(shownWidth(source)).toBeLessThanOrEqual(60);
  expect(shownWidth(source.slice(0, source.indexOf("HERE")))).toBe(caret.indexOf("^"));
});

test("on a narrow terminal the place is kept whole, and what follows is wrapped", () => {
  const old = finding({ introduced: false });
  const options = { style: plainStyle, columns: 40, label: "alias/app in 111122223333", text: "{}" };
  expect(renderFindings([old], options).split("\n").slice(0, 2)).toEqual([
    "alias/app in 111122223333:2:13: error",
    "  group-principal (was there before)",
  ]);
});

test("findings come by severity, then by place; counts are in words", () => {
  const some = [
    finding({ severity: "warning", code: "w", line: 1 }),
    finding({ severity: "error", code: "late", line: 9 }),
    finding({ severity: "security", code: "s", line: 1 }),
    finding({ severity: "error", code: "early", line: 3 }),
  ];
  const shown = renderFindings(some, { style: plainStyle, columns: 80, label: "f", text: "" });
  expect([...shown.matchAll(/^f:.*?: \w+ (\w+)/gm)].map(([, code]) => code)).toEqual([
    "early",
    "late",
    "s",
    "w",
  ]);
  expect(countFindings(some)).toBe("2 errors, 1 security finding, 1 warning");
  expect(countFindings([])).toBe("no findings");
});
