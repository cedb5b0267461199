import fc from "fast-check";
import { expect, test } from "vitest";
import { lineStarts, positionFinder } from "../../src/check/line-starts.ts";
import { positionAt } from "../../src/policy/text/position.ts";

test.each([
  ["", [0]],
  ["one", [0]],
  ["one\n", [0, 4]],
  ["\n\ntwo", [0, 1, 2]],
  ["a\r\nb\rc\nd", [0, 3, 5, 7]],
])("the lines of %j start at %j", (text, starts) => {
  expect(lineStarts(text)).toEqual(starts);
});

test("a place found quickly is the one that is counted out", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "\r\n", " ") });
  fc.assert(
    fc.property(text, fc.nat(), (written, offset) => {
      expect(positionFinder(written)(offset)).toEqual(positionAt(written, Math.min(offset, written.length)));
    }),
  );
});
