import type { ConditionTest } from "./model.ts";

/** The choice of a template that a condition key stands for: a statement under one counts in one of its branches. */
export const choiceOf = (key: string): string | undefined => /^template:(.+)$/.exec(key)?.[1];

/** The choices that conditions ask, and the branch of each: `true` or `false`. */
const branchesOf = (conditions: readonly ConditionTest[]): ReadonlyMap<string, string> =>
  new Map(
    conditions.flatMap(({ operator, key, values: [only, other] }) =>
      operator === "Bool" && choiceOf(key) !== undefined && only !== undefined && other === undefined
        ? [[key, only] as const]
        : [],
    ),
  );

/** Whether statements with these conditions stand in different branches of one choice, so that no deployment has both. */
export const areApart = (one: readonly ConditionTest[], other: readonly ConditionTest[]): boolean => {
  const branches = branchesOf(other);
  return [...branchesOf(one)].some(([key, branch]) => (branches.get(key) ?? branch) !== branch);
};
