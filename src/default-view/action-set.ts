import { coversAction } from "../access/evaluator/action.ts";
import { allowableActions } from "../policy/kms-actions.ts";
import type { Statement } from "../policy/model.ts";

/** Actions by their full names, `kms:Name`: what a list of patterns gives on a key today. */
export type ActionSet = ReadonlySet<string>;

const lowered = allowableActions.map((name) => ({ name, lower: name.toLowerCase() }));
const known = new Map<string, ActionSet>();

/** The actions that a pattern such as `kms:Create*` covers; names and patterns that match nothing give nothing. */
export const actionsOf = (pattern: string): ActionSet => {
  const found = known.get(pattern);
  if (found) return found;
  const lower = pattern.toLowerCase();
  const actions = new Set(
    lowered.filter((action) => coversAction(lower, action.lower)).map(({ name }) => name),
  );
  if (known.size < 1000) known.set(pattern, actions);
  return actions;
};

/** What a list of patterns covers together. */
export const expandActions = (patterns: readonly string[]): ActionSet =>
  new Set(patterns.flatMap((pattern) => [...actionsOf(pattern)]));

/** What a statement's Action or NotAction covers. */
export const actionsIn = ({ actions, notAction }: Statement): ActionSet => {
  const named = expandActions(actions);
  return notAction ? new Set(allowableActions.filter((name) => !named.has(name))) : named;
};

/** Whether `whole` has every action of `part`. */
export const isSubset = (part: ActionSet, whole: ActionSet): boolean =>
  part.size <= whole.size && [...part].every((action) => whole.has(action));

/** Whether both have the same actions. */
export const isSame = (a: ActionSet, b: ActionSet): boolean => a.size === b.size && isSubset(a, b);

/** Whether an action is in both. */
export const overlaps = (a: ActionSet, b: ActionSet): boolean => [...a].some((action) => b.has(action));

/** The actions of `set` that are not in `taken`. */
export const without = (set: ActionSet, taken: ActionSet): ActionSet =>
  new Set([...set].filter((action) => !taken.has(action)));
