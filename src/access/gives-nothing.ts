import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { accessModel } from "./engine/access-model.ts";
import { actionsOn } from "./engine/action-set.ts";
import { findAccess } from "./engine/finding-access.ts";

const nothing: Policy = { version: undefined, id: undefined, statements: [] };

/**
 * Whether a policy gives nobody anything, for certain: no kind of caller, in no context, through IAM or without. What the engine cannot
 * decide counts as something. `actions` (`kms:Name`) narrows the question. Pure; throws nothing.
 */
export const givesNothing = (policy: Policy, facts: KeyFacts, actions: readonly string[]): boolean => {
  const asked = new Set(actions.map((action) => action.toLowerCase()));
  const wanted = actionsOn({}, actions).filter((action) => asked.has(action.toLowerCase()));
  return findAccess(accessModel(nothing, policy, facts, wanted), "after").length === 0;
};
