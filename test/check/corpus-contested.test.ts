import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

const folder = new URL("../corpus/contested/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** Errors of contested policies that the reference itself calls errors. */
const byTheReference: Readonly<Record<string, string>> = {
  "015": "canonical-user-principal",
  "016": "unknown-element",
  "018": "malformed-action",
};

/** What is doubtful about each, as a warning or less. */
const doubt: readonly (readonly [RegExp, string])[] = [
  [/^00|^010/, "resource-not-star"],
  [/^01[1-4]/, "missing-version"],
  [/^017/, "bare-star-string"],
];

test.each(names)("%s: doubts are warnings, no errors", (name) => {
  const found = checkPolicy(parsePolicyText(readFileSync(new URL(name, folder), "utf8"), "json"), {});
  // Most are fragments, which let nobody manage the key.
  const errors = found.filter(({ severity, code }) => severity === "error" && code !== "lockout");
  const expected = byTheReference[name.slice(0, 3)];
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(expected === undefined ? [] : [expected]));
  const doubtful = doubt.find(([pattern]) => pattern.test(name))?.[1];
  if (doubtful !== undefined) expect(found.map(({ code }) => code)).toContain(doubtful);
});
