import type { Condition } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parseOperator } from "./operator.ts";
import { kindOf } from "./values/kinds.ts";

/**
 * The ways in which an answer would turn without those that no request can take: a test for values that its key never has, such as an
 * account id of 11 digits (`value-never-matches` of `check`). Of words that AWS may add to nothing is said. Pure.
 */
export const waysThatCanBe = (
  ways: readonly (readonly Condition[])[],
  facts: KeyFacts,
): readonly (readonly Condition[])[] =>
  ways.filter((all) => !all.some((condition) => isNeverMet(condition, facts)));

const isNeverMet = ({ key, test, values, not }: Condition, facts: KeyFacts): boolean => {
  const operator = parseOperator(test);
  const { family, negated, set, ifExists, base } = operator;
  const asksForOne = !(not ?? false) && !negated && !ifExists && set !== "ForAllValues";
  if (!asksForOne || family !== "String") return false;
  const kind = kindOf(key.toLowerCase(), facts);
  // New Regions and new words are no surprise.
  if (!kind || kind.name === "word" || kind.name === "region") return false;
  const { shape } = kind;
  const isLike = base.endsWith("Like");
  const canBe = (value: string): boolean =>
    value.includes("${") || (isLike ? shape.meets(value) : shape.has(value, base.endsWith("IgnoreCase")));
  return !values.some(canBe);
};
