import { expect, test } from "vitest";
import { explorePatterns } from "../../src/access/engine/patterns/explore-patterns.ts";
import { matchesPattern, type Pattern } from "../../src/access/engine/patterns/pattern.ts";
import { arnPattern, textPattern } from "../../src/access/engine/patterns/pattern-text.ts";

// A few names stand for all: each combination in which any name matches the patterns is met by one of them, and by no name that there is not.

const like = (text: string): Pattern => textPattern(text, { wildcards: true, variables: false });
const letters = ["a", "b", "c"];
const short = [1, 2, 3, 4].reduce<readonly string[]>(
  (texts) => [...new Set([...texts, ...texts.flatMap((text) => letters.map((letter) => text + letter))])],
  [""],
);
const outcome = (patterns: readonly Pattern[], text: string) =>
  patterns.map((pattern) => Number(matchesPattern(pattern, text))).join("");

const pool = ["a*", "*a", "*b*", "a?", "?b*", "ab", "*", "a*b", "??", "*ab*", "b*a", "?"];

test("each combination that a short text has is met, two and three patterns at a time", () => {
  for (const [place, one] of pool.entries())
    for (const [at, two] of pool.entries())
      for (const three of at === place + 1 ? pool : [two]) {
        const patterns = [one, two, three].map(like);
        const found = explorePatterns(patterns) ?? [];
        const met = new Set(found.map((text) => outcome(patterns, text)));
        expect(short.slice(1).filter((text) => !met.has(outcome(patterns, text)))).toEqual([]);
      }
});

test("only names within the pattern, none of those avoided, none that is excepted", () => {
  for (const one of pool)
    for (const two of pool) {
      const patterns = [one, two].map(like);
      const [within, except] = [like("?*b"), [like("c*")]];
      const avoid = new Set(["ab", "bb"]);
      const counts = (text: string) =>
        matchesPattern(within, text) && !except.some((own) => matchesPattern(own, text)) && !avoid.has(text);
      const found = explorePatterns(patterns, { within, except, avoid }) ?? [];
      expect(found.every(counts)).toBe(true);
      const met = new Set(found.map((text) => outcome(patterns, text)));
      expect(short.filter((text) => counts(text) && !met.has(outcome(patterns, text)))).toEqual([]);
    }
});

test("without steps left nothing is found, and with more of them it is", () => {
  const patterns = ["x*y*z", "*yz*x"].map(like);
  expect(explorePatterns(patterns, { budget: { left: 3 } })).toBe(undefined);
  expect(explorePatterns(patterns)).toHaveLength(3);
});

test.each<[pattern: string, text: string, fits: boolean]>([
  ["a*c", "abbc", true],
  ["a*c", "ac", true],
  ["a*c", "acb", false],
  ["*ab", "aab", true],
  ["a?c", "ac", false],
  ["a?c", "abc", true],
  ["a**", "a", true],
  ["", "", true],
  ["", "a", false],
  ["?", "", false],
])("%j and %j: %s", (pattern, text, fits) => {
  expect(matchesPattern(like(pattern), text)).toBe(fits);
});

test.each<[pattern: string, text: string, fits: boolean]>([
  ["arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a:b", true],
  ["arn:aws:iam::*:role/App", "arn:aws:iam::1:x:role/App", false],
  ["arn:aws:iam::?:role/App", "arn:aws:iam:::role/App", false],
  ["arn:aws:iam::?:role/App", "arn:aws:iam:::::role/App", false],
  ["arn:*:*:*:*:*", "arn:aws:iam::1:user/b", true],
])("an ARN part by part: %s and %s: %s", (pattern, text, fits) => {
  const own = arnPattern(pattern, { wildcards: true, variables: false });
  expect(own && matchesPattern(own, text)).toBe(fits);
});

test("a text of fewer parts is no ARN, and letters in either case are one where case does not count", () => {
  expect(arnPattern("arn:aws:iam::1", { wildcards: true, variables: false })).toBe(undefined);
  const folded = textPattern("Aµß", { wildcards: false, ignoreCase: true, variables: false });
  expect(["Aµß", "aµß"].map((text) => matchesPattern(folded, text))).toEqual([true, true]);
  expect(["AΜß", "AµSS"].map((text) => matchesPattern(folded, text))).toEqual([false, false]);
  const escaped = textPattern("a${*}${?}${$}*", { wildcards: true, variables: true });
  expect(["a*?$", "a*?$b", "ab?$"].map((text) => matchesPattern(escaped, text))).toEqual([true, true, false]);
});
