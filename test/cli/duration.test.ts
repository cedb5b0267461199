import { expect, test } from "vitest";
import { duration, durationWords } from "../../src/cli/duration.ts";

test.each([
  ["0", 0],
  ["90", 90_000],
  ["90s", 90_000],
  ["5m", 300_000],
  ["1h", 3_600_000],
  ["24h", 86_400_000],
  ["86400", 86_400_000],
])("%s is %i ms", (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds);
});

test.each(["", "s", "-1", "1.5", "1d", "25h", "86401", "1441m", "1 h", "1h ", "9999999"])(
  "%j is no time, or more than a day",
  (text) => {
    expect(() => duration(text)).toThrow(/at most a day/);
  },
);

test.each([
  [0, "0 s"],
  [400, "0 s"],
  [600, "1 s"],
  [59_000, "59 s"],
  [60_000, "1 min"],
  [90_000, "90 s"],
  [300_000, "5 min"],
  [3_600_000, "1 h"],
  [5_400_000, "90 min"],
])("%i ms are %s", (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});
