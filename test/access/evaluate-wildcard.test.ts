import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesWildcards, mayMeet, wildcardGlyphs } from "../../src/access/evaluator/wildcard.ts";

const naive = (pattern: string, text: string): boolean => {
  if (pattern === "") return text === "";
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === "*") return naive(rest, text) || (text !== "" && naive(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text[0]) && naive(rest, text.slice(1));
};

test("the matcher agrees with the definition, spelled out, on small inputs", () => {
  const word = (letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 9 });
  fc.assert(
    fc.property(word(["a", "b", "*", "?"]), word(["a", "b", "*", "?"]), (pattern, text) => {
      expect(matchesWildcards(pattern, text)).toBe(naive(pattern, text));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ["*", "", true],
  ["", "", true],
  ["", "a", false],
  ["?", "", false],
  ["?", "é", true],
  ["?", "😀", true],
  ["a.c", "abc", false],
  ["a*c", "a\nc", true],
  ["*ab", "aab", true],
  ["a*b*c", "aXbXbXc", true],
  ["a*b*c", "aXcXb", false],
])("%j on %j: %s", (pattern, text, expected) => {
  expect(matchesWildcards(pattern, text)).toBe(expected);
});

test("a pattern made to blow up a backtracking matcher comes to an answer", () => {
  expect(matchesWildcards("*a".repeat(2_000) + "b", "a".repeat(8_000))).toBe(false);
});

test.each([
  ["a*", "*b", true],
  ["a*", "b*", false],
  ["a?c", "ab?", true],
  ["a?c", "ab", false],
  ["ab", "ab", true],
  ["ab", "abc", false],
  ["a*c", "ab", false],
  ["*a*", "b?", true],
  ["*a*", "bc", false],
  ["", "*", true],
  ["", "?", false],
])("%j and %j have a text in common: %s", (one, other, expected) => {
  const meet = (left: string, right: string) => mayMeet(wildcardGlyphs(left), wildcardGlyphs(right));
  expect([meet(one, other), meet(other, one)]).toEqual([expected, expected]);
});
