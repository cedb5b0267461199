import { expect, test } from "vitest";
import { explorePatterns } from "../../src/access/engine/patterns/explore-patterns.ts";
import { matchesPattern, type Pattern } from "../../src/access/engine/patterns/pattern.ts";
import { textPattern } from "../../src/access/engine/patterns/pattern-text.ts";

const like = (text: string): Pattern => textPattern(text, { wildcards: true, variables: false });

/** Which of the patterns each text matches, as `10`. */
const outcomes = (patterns: readonly Pattern[], texts: readonly string[] | undefined) =>
  new Set(texts?.map((text) => patterns.map((own) => (matchesPattern(own, text) ? "1" : "0")).join("")));

// A user's conditions on aws:PrincipalArn, and every combination in which a name can match them.
test.each<[string, readonly string[], string | undefined, readonly string[]]>([
  ["ends that differ", ["*-a", "*-b"], undefined, ["00", "10", "01"]],
  ["beginnings that differ", ["a*", "b*"], undefined, ["00", "10", "01"]],
  ["an end in common", ["*-a", "*a"], undefined, ["00", "01", "11"]],
  ["two groups", ["a*", "ab*", "c*", "cd*"], undefined, ["0000", "1000", "1100", "0010", "0011"]],
  ["a bridge between two", ["a*", "*z", "b*"], undefined, ["000", "100", "010", "001", "110", "011"]],
  ["nothing beside them", ["a*", "b*"], "a?", ["10"]],
  ["all texts taken by two", ["a*", "b*", "?"], "?", ["101", "011", "001"]],
  ["one that the shape rules out", ["a*", "x*"], "a*", ["10"]],
  ["a question mark in the end", ["*x_????", "*y_????", "*x_??b?"], undefined, ["000", "100", "010", "101"]],
])("every combination is met: %s", (_, texts, within, expected) => {
  const patterns = texts.map(like);
  const found = explorePatterns(patterns, within === undefined ? {} : { within: like(within) });
  expect(outcomes(patterns, found)).toEqual(new Set(expected));
});

test("texts that do not count are not met, though they are the only ones of their kind", () => {
  const patterns = ["a*", "b*"].map(like);
  const found = explorePatterns(patterns, { within: like("??"), except: [like("b*"), like("?x")] });
  expect(outcomes(patterns, found)).toEqual(new Set(["10", "00"]));
  expect(found?.some((text) => text.endsWith("x"))).toBe(false);
  const avoid = explorePatterns(patterns, { within: like("?"), avoid: new Set(["a"]) });
  expect(outcomes(patterns, avoid)).toEqual(new Set(["01", "00"]));
});

test("a hundred that no text matches together are walked one by one", () => {
  const patterns = Array.from({ length: 100 }, (_, at) => like(`*role_Set${at}_????????????????`));
  const found = explorePatterns(patterns);
  expect(outcomes(patterns, found).size).toBe(101);
});
