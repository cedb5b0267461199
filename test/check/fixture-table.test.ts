import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { descriptionOf, ruleCodes } from "../../src/check/catalogue.ts";
import type { Finding } from "../../src/check/finding.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { facts, textOf, type Row } from "./fixture.ts";
import { rows } from "./fixture-table.ts";

const textAt = (text: string, { line, column }: Finding): string =>
  text
    .split("\n")
    .slice(line - 1)
    .join("\n")
    .slice(column - 1);

const findings = (policy: Row["bad"], row: Pick<Row, "facts" | "options">): readonly Finding[] =>
  checkPolicy(parsePolicyText(textOf(policy), "json"), row.facts ?? facts, row.options ?? {});

test.each(rows.map((row, index) => ({ ...row, index })))("$code ($index) is found at its place", (row) => {
  const found = findings(row.bad, row).filter(({ code }) => code === row.code);
  expect(found.map(({ path }) => path)).toContain(row.path);
  const [finding] = found.filter(({ path }) => path === row.path);
  expect(textAt(textOf(row.bad), finding!).startsWith(row.shows)).toBe(true);
  expect(finding!.severity).toBe(row.severity ?? descriptionOf(row.code).severity);
  expect(finding!.message).not.toMatch(/\.$/);
});

test.each(rows.map((row, index) => ({ ...row, index })))(
  "$code ($index) is not found in the near twin",
  (row) => {
    const twin = {
      ...(row.goodFacts && { facts: row.goodFacts }),
      ...(row.goodOptions && { options: row.goodOptions }),
    };
    expect(findings(row.good, twin).map(({ code }) => code)).not.toContain(row.code);
  },
);

test("every code has a row", () => {
  const covered = new Set(rows.map(({ code }) => code));
  expect(ruleCodes.filter((code) => !covered.has(code))).toEqual([]);
});

test("findings are sorted by place", () => {
  for (const row of rows) {
    const places = findings(row.bad, row).map(({ line, column }) => line * 100_000 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});
