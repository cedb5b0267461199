import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findingCodes } from "../../src/check/catalogue.ts";
import { findingsPage } from "../../src/render/findings-page.ts";

const written = readFileSync(new URL("../../docs/findings.md", import.meta.url), "utf8");

test("docs/findings.md is what the pages say (node scripts/write-findings.mjs)", () => {
  expect(written).toBe(findingsPage());
});

test.each(findingCodes)("%s has a heading that its link finds", (code) => {
  expect(written).toContain(`\n## ${code}\n`);
  expect(written).toContain(`[${code}](#${code})`);
});
