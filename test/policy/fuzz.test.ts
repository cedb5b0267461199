import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { maximumDepth, maximumInputLength } from "../../src/policy/limits.ts";
import { positionAt } from "../../src/policy/text/position.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";
import { anyText } from "../support/any-text.ts";
import { times } from "../support/long-form.ts";

const formats: readonly PolicyFormat[] = ["json", "jsonc", "yaml"];

beforeAll(() => loadFormat("yaml"));

/** Parsing never throws, and gives a tree or problems whose places are in the text. */
const holds = (text: string): void => {
  for (const format of formats) {
    const { root, problems } = parsePolicyText(text, format);
    expect(root === undefined).toBe(problems.length > 0);
    for (const { start, end, message } of problems) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(start).toBeLessThanOrEqual(text.length);
      expect(message).not.toBe("");
      positionAt(text, start);
    }
  }
};

const pieces = fc.constantFrom(
  ...Array.from("{}[]:,\"'\\ \t\r\n#&*!|>?-%@`/"),
  "//",
  "/*",
  "*/",
  "--- ",
  "- ",
  ": ",
  "\uFEFF",
  "\u0000",
  "\u2028",
  "\uD800",
  "\uDC00",
  "__proto__",
  "null",
  "1e9",
  "<<",
  "\\u00",
  "Statement",
);

test("texts of stray pieces", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (all) => holds(all.join(""))),
    { numRuns: times(40, 500) },
  );
});

test("any characters", () => {
  fc.assert(fc.property(anyText({ maxLength: 60 }), holds), { numRuns: times(40, 300) });
});

test("policies cut short or with a character too many", () => {
  const folder = new URL("../corpus/valid/", import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .filter((_, index) => index % 10 === 0)
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), pieces, (text, at, piece) => {
      const place = at % text.length;
      holds(text.slice(0, place));
      holds(text.slice(0, place) + piece + text.slice(place));
    }),
    { numRuns: times(20, 150) },
  );
});

test("a member named __proto__ is a member", () => {
  for (const format of formats) {
    const { root } = parsePolicyText('{"__proto__": {"a": 1}, "constructor": 1}', format);
    expect(root).toMatchObject({ members: [{ name: "__proto__" }, { name: "constructor" }] });
  }
});

test.each([
  ["[", "json"],
  ['{"a":', "jsonc"],
  ["[", "yaml"],
  ["- ", "yaml"],
  ["{a: ", "yaml"],
] as const)("%j nested deeper than the cap is a problem, not a crash (%s)", (piece, format) => {
  const { problems } = parsePolicyText(piece.repeat(20_000), format);
  expect(problems).toMatchObject([{ message: `nested deeper than ${maximumDepth} levels` }]);
});

test.each(formats)("nesting up to the cap parses (%s)", (format) => {
  const text = "[".repeat(maximumDepth) + "]".repeat(maximumDepth);
  expect(parsePolicyText(text, format).problems).toEqual([]);
  expect(parsePolicyText(`[${text}]`, format).problems).toHaveLength(1);
});

test.each(formats)("a text over the length cap is a problem (%s)", (format) => {
  const text = `{"a": 1}${" ".repeat(maximumInputLength)}`;
  expect(parsePolicyText(text, format).problems).toMatchObject([
    { message: expect.stringContaining("longer than") as string },
  ]);
});

// Each would take minutes if anything were quadratic; the suite's own time limit is the judge.
test.each([
  ["comments", "// x\n".repeat(200_000)],
  ["commas", ",".repeat(1_000_000)],
  ["open strings", '"\n'.repeat(500_000)],
  ["white space", " ".repeat(1_000_000)],
  ["members", `{${'"a": 1, '.repeat(100_000)}"b": 2}`],
])("a megabyte of %s", (_, text) => {
  for (const format of ["json", "jsonc"] as const) {
    const { problems } = parsePolicyText(text, format);
    for (const { start } of problems) positionAt(text, start);
    expect(problems.length).toBeLessThan(21);
  }
});
