import { administrators, mayDelete, withoutDeletion } from "../administrators.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { apartWithoutDeletion, statementsApart } from "./admins-apart.ts";

/**
 * Whether a new administrator may delete the key: not where the key has administrators and none of them may, for to allow that is a
 * decision of its own. Without administrators as the console has it, which ticks its box for that.
 */
export const isDeletionOpen = (policy: Policy, facts: KeyFacts): boolean => {
  const closed = apartWithoutDeletion(policy, facts).length;
  if (closed + withoutDeletion(policy, facts).length === 0) return true;
  return (
    administrators(policy, facts).some((admin) => mayDelete(policy, admin, facts)) ||
    statementsApart(policy, facts).length > closed
  );
};
