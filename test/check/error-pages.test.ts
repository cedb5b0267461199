import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findingCodes } from "../../src/check/catalogue.ts";
import { errorPages } from "../../src/render/error-pages.ts";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter(
    (file) => file.endsWith(".ts") && !file.startsWith("sandbox/kms") && !file.startsWith("sandbox/iam"),
  )
  .map((file) => readFileSync(`src/${file}`, "utf8"));

/** Every code that the program gives an error where it makes one. */
const thrown = [
  ...new Set(
    sources.flatMap((text) =>
      [
        ...text.matchAll(
          /new (?:Usage|Refused|Conflict|Aws|Cancelled)Error\(\s*"([a-z][a-z0-9-]+)"|new (?:PutUnknown|ChangedMeanwhile)\(\s*"([a-z-]+)"/g,
        ),
      ].map(([, code, other]) => code ?? other ?? ""),
    ),
  ),
].sort();

test("the sources were read", () => expect(thrown.length).toBeGreaterThan(70));

test.each(thrown)("%s has a page", (code) => {
  expect(Object.hasOwn(errorPages, code) || (findingCodes as readonly string[]).includes(code)).toBe(true);
});

test.each(Object.entries(errorPages))("%s: two sentences", (_, { happened, helps }) => {
  for (const sentence of [happened, helps]) expect(sentence).toMatch(/^[A-Za-z-].*[.?}]$/s);
});
