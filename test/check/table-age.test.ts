import { expect, test } from "vitest";
import { tableAge } from "../../src/check/table-age.ts";
import { kmsTable } from "../../src/policy/kms-table.generated.ts";

test.each([
  ["2026-09-26", "2026-09-26T00:00:00Z", undefined],
  ["2026-09-26", "2026-12-25T23:59:59Z", undefined],
  ["2026-09-26", "2026-12-26T00:00:00Z", 91],
  ["2026-09-26", "2028-09-26T00:00:00Z", 731],
  // A clock that is behind knows nothing of age.
  ["2026-09-26", "1970-01-01T00:00:00Z", undefined],
])("tables of %s, at %s: %s days", (made, now, days) => {
  const said = tableAge(new Date(now), made);
  expect(said === undefined ? undefined : Number(/(\d+) days ago/.exec(said)?.[1])).toBe(days);
  if (said !== undefined) expect(said).toMatch(/are of 2026-09-26.*npm install --global kmspol@latest/);
});

test("the tables tell their own day", () => {
  expect(Date.parse(kmsTable.date)).toBeGreaterThan(Date.parse("2026-01-01"));
  expect(tableAge(new Date(Date.parse(kmsTable.date) + 91 * 24 * 60 * 60 * 1000))).toContain(kmsTable.date);
});
