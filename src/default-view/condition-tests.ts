import { isRecord, type JsonObject } from "../policy/json-value.ts";
import type { ConditionTest } from "../policy/model.ts";
import { oneOrList } from "./one-or-list.ts";

/** The tests of a Condition as it is written into a policy. */
export const testsOf = (condition: JsonObject | undefined): readonly ConditionTest[] =>
  Object.entries(condition ?? {}).flatMap(([operator, tests]) =>
    isRecord(tests)
      ? Object.entries(tests).map(([key, values]) => ({ operator, key, values: [values].flat().map(String) }))
      : [],
  );

/** The Condition with these tests. */
export const conditionOf = (tests: readonly ConditionTest[]): JsonObject =>
  tests.reduce<JsonObject>((built, { operator, key, values }) => {
    const there = built[operator];
    return { ...built, [operator]: { ...(isRecord(there) ? there : {}), [key]: oneOrList(values) } };
  }, {});

/** A test in one spelling: operator and key in any case, values in any order, dates as the moment that they mean. */
const spellingOf = ({ operator, key, values }: ConditionTest): string => {
  const isDate = /^date/i.test(operator);
  const folded = /^bool$/i.test(operator) ? values.map((value) => value.toLowerCase()) : values;
  const told = folded.map((value) => (isDate ? String(Date.parse(value)) : value));
  return JSON.stringify([operator.toLowerCase(), key.toLowerCase(), [...new Set(told)].sort()]);
};

/** True where two tests are one and the same in whatever spelling. */
export const isSameTest = (a: ConditionTest, b: ConditionTest): boolean => spellingOf(a) === spellingOf(b);

/** True where all of `tests` are among `others`. */
export const areAmong = (tests: readonly ConditionTest[], others: readonly ConditionTest[]): boolean => {
  const there = new Set(others.map(spellingOf));
  return tests.every((test) => there.has(spellingOf(test)));
};

/** True where two Conditions ask for the same. */
export const haveSameTests = (a: readonly ConditionTest[], b: readonly ConditionTest[]): boolean =>
  areAmong(a, b) && areAmong(b, a);
