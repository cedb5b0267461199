import type { ConditionTest } from "../../policy/model.ts";
import { canBeValue } from "../../policy/possible-values.ts";

// Thousands of requests are decided by the same tests.
const settled = [new WeakMap<ConditionTest, ConditionTest>(), new WeakMap<ConditionTest, ConditionTest>()];

/**
 * The test without the texts that its key never has, in any request: nothing matches them, and a negated operator holds
 * (IAM User Guide, "Global condition context keys"). `variables`: the policy's Version admits `${…}`.
 */
export const withPossibleValues = (test: ConditionTest, variables: boolean): ConditionTest => {
  const remembered = settled[Number(variables)];
  const known = remembered?.get(test);
  if (known) return known;
  const possible = possibleOf(test, variables);
  remembered?.set(test, possible);
  return possible;
};

const possibleOf = (test: ConditionTest, variables: boolean): ConditionTest => {
  const [, family, manner] =
    /^(?:for(?:allvalues|anyvalue):)?(string|arn)(?:not)?(equals|equalsignorecase|like)(?:ifexists)?$/i.exec(
      test.operator,
    ) ?? [];
  if (family === undefined || manner === undefined) return test;
  const byPart = family.toLowerCase() === "arn";
  const wildcards = byPart || manner.toLowerCase() === "like";
  const style = { wildcards, byPart, variables, ignoreCase: manner.toLowerCase().endsWith("ignorecase") };
  const values = test.values.filter((value) => canBeValue(test.key, value, style));
  return values.length === test.values.length ? test : { ...test, values };
};
