import { expect, test } from "vitest";
import { applyReplacements, deletion, insertion } from "../../src/policy/text/text-edit.ts";

test("replacements are made whatever their order, and those at one place in the given one", () => {
  const made = [
    insertion(6, "!"),
    deletion({ start: 0, end: 2 }),
    insertion(3, "x"),
    insertion(3, "y"),
    { start: 3, end: 4, text: "D" },
  ];
  expect(applyReplacements("abcdef", made)).toBe("cxyDef!");
});

test.each([
  ["one within another", { start: 1, end: 5, text: "" }, { start: 2, end: 3, text: "" }],
  ["one that begins before another ends", { start: 1, end: 3, text: "" }, { start: 2, end: 5, text: "" }],
  ["an insertion within a deletion", { start: 1, end: 3, text: "" }, { start: 2, end: 2, text: "x" }],
])("%s would lose text: it is refused", (_, one, other) => {
  for (const both of [
    [one, other],
    [other, one],
  ])
    expect(() => applyReplacements("abcdef", both)).toThrow("replacements overlap at offset 2");
});
