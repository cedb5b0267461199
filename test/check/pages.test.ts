import { expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { findingCodes } from "../../src/check/codes.ts";
import { pages } from "../../src/check/pages.ts";

test("pages and catalogue have the codes, and no others", () => {
  expect(Object.keys(pages).sort()).toEqual([...findingCodes].sort());
  expect(Object.keys(catalogue).sort()).toEqual([...findingCodes].sort());
});

test.each(findingCodes)("%s: sentences end, headings do not", (code) => {
  const { trigger, why, fix, example } = pages[code];
  for (const sentence of [trigger, why, fix]) expect(sentence).toMatch(/^(?:kms:|aws:|kmspol |[A-Z]).*[.]$/s);
  expect(example.length).toBeGreaterThan(10);
  expect(catalogue[code].title).toMatch(/^(?:kms:|aws:|[A-Z]).*[^.]$/);
});
