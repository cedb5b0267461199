import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { facts, textOf, type Row } from "./fixture.ts";
import { rows } from "./fixture-table.ts";

// The names of condition keys do not depend on case, the part behind a slash and those in variables included (IAM User Guide, "JSON policy
// elements: Condition" and "Policy variables"): whatever is found in a policy is found in each of its spellings.

const spellings: readonly (readonly [string, (name: string) => string])[] = [
  ["lower", (name) => name.toLowerCase()],
  ["upper", (name) => name.toUpperCase()],
  [
    "odd",
    (name) => name.replace(/./g, (sign, at: number) => (at % 2 ? sign.toUpperCase() : sign.toLowerCase())),
  ],
];

/** Member names such as "kms:ViaService", and the names in variables. */
const conditionKeys = /(?<=")(?:aws|kms):[^"]+(?="\s*:)|(?<=\$\{)(?:aws|kms):[^},]+/gi;

const found = (text: string, row: Pick<Row, "facts" | "options">) =>
  checkPolicy(parsePolicyText(text, "json"), row.facts ?? facts, row.options ?? {}).map(
    ({ code, path }) => `${code} ${path.toLowerCase()}`,
  );

const policies = rows.flatMap((row, index) => [
  { row, title: `${row.code} (${index})`, text: textOf(row.bad) },
  {
    row: {
      ...(row.goodFacts && { facts: row.goodFacts }),
      ...(row.goodOptions && { options: row.goodOptions }),
    },
    title: `the near twin of ${row.code} (${index})`,
    text: textOf(row.good),
  },
]);
// Two names that differ in case alone become one where their case is taken away: that is what this finding is about.
const conditioned = policies.filter(
  ({ title, text }) => text.search(conditionKeys) >= 0 && !title.startsWith("duplicate-condition-key-case"),
);

test("there are policies with conditions of every kind", () => {
  expect(conditioned.length).toBeGreaterThan(100);
});

test.each(conditioned)("$title, with its condition keys in another case", ({ row, text }) => {
  for (const [name, spell] of spellings) {
    const respelled = text.replace(conditionKeys, spell);
    expect(found(respelled, row).sort(), name).toEqual(found(text, row).sort());
  }
});
