import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesWildcards } from "../../src/access/evaluator/wildcard.ts";

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
