import type { Condition } from "../access/types.ts";
import { canBeValue } from "../policy/possible-values.ts";
import { parseOperator } from "./operator.ts";

/**
 * The ways in which an answer would turn without those that no request can take: a test for values that its key never has, such as an
 * account id of 11 digits. Pure.
 */
export const waysThatCanBe = (ways: readonly (readonly Condition[])[]): readonly (readonly Condition[])[] =>
  ways.filter((all) => !all.some(isNeverMet));

const isNeverMet = ({ key, test, values, not }: Condition): boolean => {
  const { family, negated, set, ifExists, base } = parseOperator(test);
  const asksForOne = !(not ?? false) && !negated && !ifExists && set !== "ForAllValues";
  if (!asksForOne || (family !== "String" && family !== "ARN")) return false;
  const style = {
    wildcards: family === "ARN" || base.endsWith("Like"),
    byPart: family === "ARN",
    ignoreCase: base.endsWith("IgnoreCase"),
    variables: true,
  };
  return !values.some((value) => canBeValue(key, value, style));
};
