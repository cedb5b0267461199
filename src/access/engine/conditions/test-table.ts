import type { Condition } from "../../types.ts";
import type { Test } from "./condition-test.ts";
import { readOperator } from "./operator.ts";

/** Gives equal tests one identity, so that a respelled policy is seen to be the same. */
export interface TestTable {
  add(test: Omit<Test, "id">): Test;
  readonly tests: readonly Test[];
}

/** The tests of all statements, each meaning once. */
export const testTable = (): TestTable => {
  const byMeaning = new Map<string, Test>();
  const tests: Test[] = [];
  return {
    tests,
    add: (test) => {
      const meaning = meaningOf(test);
      const known = byMeaning.get(meaning);
      if (known) {
        const shown = tests[known.id] ?? known;
        if (spelling(test) < spelling(shown)) tests[known.id] = { ...known, condition: test.condition };
        return known;
      }
      const added = { ...test, id: tests.length };
      byMeaning.set(meaning, added);
      tests.push(added);
      return added;
    },
  };
};

// Of two spellings the first in the alphabet is shown, whichever policy has it.
const spelling = ({ condition }: Omit<Test, "id">): string => JSON.stringify(condition);

// An opaque test is known by its text alone; all others by what they compare, whatever the order of their values.
const meaningOf = ({
  key,
  matcher,
  quantifier,
  negated,
  whenAbsent,
  condition,
  doubt,
}: Omit<Test, "id">): string => {
  const values = [...new Set(condition.values.map(foldedVariables))].sort();
  const compared =
    matcher.family === "opaque" ? [comparisonOf(condition), doubt?.toLowerCase()] : normal(matcher);
  return JSON.stringify([
    key,
    quantifier,
    negated,
    whenAbsent,
    matcher.family,
    matcher.family === "opaque" ? values : [],
    compared,
  ]);
};

// Names of variables fold case, their presets do not.
const foldedVariables = (value: string): string =>
  value.replace(/\$\{[^},]*/g, (start) => start.toLowerCase());

// StringLike without a wildcard is StringEquals, ArnEquals is ArnLike (IAM User Guide, "Condition operators").
const comparisonOf = ({ test, values }: Condition): string => {
  const { family, comparison, ifExists } = readOperator(test);
  if (family === "opaque") return test.toLowerCase();
  const wild = values.some((value) => /[*?]/.test(value.replace(/\$\{[^}]*\}/g, "")));
  return `${family} ${comparison === "like" && family === "text" && !wild ? "equals" : comparison} ${ifExists}`;
};

const normal = (matcher: Test["matcher"]): unknown => {
  switch (matcher.family) {
    case "text":
      return [[...matcher.exact].sort(), matcher.patterns.map((pattern) => JSON.stringify(pattern)).sort()];
    case "binary":
      return [...matcher.exact].sort();
    case "number":
    case "date":
      return [matcher.comparison, [...new Set(matcher.bounds)].sort((left, right) => left - right)];
    case "address":
      return matcher.blocks.map(({ version, first, last }) => `${version}:${first}-${last}`).sort();
    case "presence":
      return [matcher.whenPresent, matcher.whenAbsent];
    case "opaque":
      return [];
  }
};
