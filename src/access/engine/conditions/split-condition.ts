import type { ConditionTest } from "../../../policy/model.ts";
import { fixedParts } from "../../../policy/symbols.ts";
import { hasVariable } from "../patterns/pattern-text.ts";
import { type Operator, readOperator } from "./operator.ts";

/** More ways than this are not told apart: the condition is then taken as it is written. */
export const mostWays = 32;

/**
 * Conditions that together mean the same, as an or of ands in which each value with a policy variable, or with a part that is filled in
 * later, stands by itself. Several values of
 * one key are an or (IAM User Guide, "Conditions with multiple context keys or values"): written as one statement or as several, a policy
 * is then the same. Of a negated operator they are a nor.
 */
export const splitConditions = (
  conditions: readonly ConditionTest[],
  variables: boolean,
): readonly (readonly ConditionTest[])[] => {
  const standsApart = (value: string): boolean =>
    (variables && hasVariable(value)) || fixedParts(value) !== undefined;
  let ways: readonly (readonly ConditionTest[])[] = [[]];
  for (const condition of conditions) {
    const split = splitOne(condition, standsApart);
    if (ways.length * split.length > mostWays) return [conditions];
    ways = ways.flatMap((way) => split.map((more) => [...way, ...more]));
  }
  return ways;
};

const splitOne = (
  condition: ConditionTest,
  standsApart: (value: string) => boolean,
): readonly (readonly ConditionTest[])[] => {
  const open = condition.values.filter(standsApart);
  const operator = readOperator(condition.operator);
  if (open.length === 0 || condition.values.length < 2 || !comparesTexts(operator)) return [[condition]];
  const plain = condition.values.filter((value) => !standsApart(value));
  const parts = [...(plain.length === 0 ? [] : [plain]), ...[...new Set(open)].map((value) => [value])].map(
    (values) => ({ ...condition, values }),
  );
  if (isOr(operator)) return parts.map((part) => [part]);
  return isNor(operator) ? [parts] : [[condition]];
};

const comparesTexts = ({ family }: Operator): boolean => family === "text" || family === "arn";

// With ForAllValues each value of the request may match another one, with a negated ForAnyValue one value has to miss them all.
const isOr = ({ negated, quantifier }: Operator): boolean => !negated && quantifier !== "all";
const isNor = ({ negated, quantifier }: Operator): boolean => negated && quantifier !== "any";
