import type { Conjunction } from "./describe-cells.ts";
import type { Condition } from "../../types.ts";

// Operators that compare with each value by itself: one of the values is enough.
const anyValue =
  /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|NumericEquals|DateEquals|IpAddress)$/i;
const noneOf = /^(String|Arn|Numeric|Date)?Not(Equals|EqualsIgnoreCase|Like|IpAddress)$/i;
const exact = /^(ForAnyValue:)?(StringEquals|ArnEquals|ArnLike)$/i;

/** Joins conditions that hold together: `not a` and `not b` become `not [a, b]`, `[a, b]` and `not [a]` become `[b]`. */
export const joinConjunction = (conditions: Conjunction): Conjunction => {
  const joined: Condition[] = [];
  for (const condition of conditions) {
    const at = joined.findIndex((other) => isSameTest(other, condition) && excludesAlike(other));
    const other = joined[at];
    if (other) joined[at] = { ...other, values: union(other.values, condition.values) };
    else if (!joined.some((known) => isSameCondition(known, condition))) joined.push(condition);
  }
  return withoutExcluded(joined);
};

/** Joins alternatives that differ in the values of one condition only, and leaves out those that say the same or more narrowly. */
export const joinAlternatives = (alternatives: readonly Conjunction[]): readonly Conjunction[] => {
  let left = [...alternatives];
  for (let size = -1; size !== left.length;) {
    size = left.length;
    const next: Conjunction[] = [];
    for (const alternative of left) {
      const at = next.findIndex((other) => joinedValues(other, alternative) !== undefined);
      const other = next[at];
      if (other) next[at] = joinedValues(other, alternative) ?? other;
      else next.push(alternative);
    }
    left = next;
  }
  return left.filter(
    (some, index) => !left.some((other, at) => at !== index && isNarrower(some, other, at < index)),
  );
};

// `narrow` has all the conditions of `wide`, and more of them (or it comes later).
const isNarrower = (narrow: Conjunction, wide: Conjunction, later: boolean): boolean =>
  (wide.length < narrow.length || (later && wide.length === narrow.length)) &&
  wide.every((condition) => narrow.some((other) => isSameCondition(other, condition)));

const joinedValues = (left: Conjunction, right: Conjunction): Conjunction | undefined => {
  if (left.length !== right.length) return undefined;
  const different = left.filter((condition) => !right.some((other) => isSameCondition(other, condition)));
  const [mine] = different;
  if (different.length !== 1 || !mine || mine.not === true || !anyValue.test(mine.test)) return undefined;
  const theirs = right.find((condition) => !left.some((other) => isSameCondition(other, condition)));
  if (!theirs || !isSameTest(mine, theirs)) return undefined;
  return left.map((condition) =>
    condition === mine ? { ...mine, values: union(mine.values, theirs.values) } : condition,
  );
};

const isSameTest = (left: Condition, right: Condition): boolean =>
  left.key.toLowerCase() === right.key.toLowerCase() &&
  left.test.toLowerCase() === right.test.toLowerCase() &&
  (left.not ?? false) === (right.not ?? false);

const isSameCondition = (left: Condition, right: Condition): boolean =>
  isSameTest(left, right) &&
  left.values.length === right.values.length &&
  left.values.every((value) => right.values.includes(value));

const excludesAlike = ({ test, not }: Condition): boolean => (not === true ? anyValue : noneOf).test(test);

const union = (left: readonly string[], right: readonly string[]): readonly string[] => [
  ...new Set([...left, ...right]),
];

const withoutExcluded = (conditions: Conjunction): Conjunction => {
  const excluded = conditions.flatMap((condition) => {
    const positive = positiveOf(condition);
    return positive && exact.test(positive.test) && positive.values.every(isPlain)
      ? [{ condition, positive }]
      : [];
  });
  if (excluded.length === 0) return conditions;
  const used = new Set<Condition>();
  const narrowed = conditions.map((condition) => {
    if (condition.not === true || /^forany/i.test(condition.test) || !condition.values.every(isPlain))
      return condition;
    const other = excluded.find(({ positive }) => isSameTest(positive, condition));
    if (!other) return condition;
    used.add(other.condition);
    return {
      ...condition,
      values: condition.values.filter((value) => !other.positive.values.includes(value)),
    };
  });
  return narrowed.filter((condition) => !used.has(condition));
};

// What a condition excludes, as a condition that would demand it; undefined for one that excludes nothing.
const positiveOf = (condition: Condition): Condition | undefined => {
  if (condition.not === true) return { ...condition, not: false };
  return noneOf.test(condition.test) ? { ...condition, test: condition.test.replace(/not/i, "") } : undefined;
};

const isPlain = (value: string): boolean => !/[*?$]/.test(value);
