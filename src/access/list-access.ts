import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import type { World } from "../world/types.ts";
import { accessModel } from "./engine/access-model.ts";
import { actionsIn, actionsOn } from "./engine/action-set.ts";
import { findAccess } from "./engine/finding-access.ts";
import { rankAccess } from "./rank-access.ts";
import { asUndecided } from "./undecided-principal.ts";
import { tellAccess } from "./engine/words/tell-access.ts";
import type { Access } from "./types.ts";

const nothing: Policy = { version: undefined, id: undefined, statements: [] };

/**
 * Who may do what by a key policy: what it gives over a policy that gives nothing; with a world under the policies of its organizations. `actions` (`kms:Name`, any case) narrows the answer;
 * actions that have no effect in a key policy are never listed. Riskiest first. Pure; throws nothing.
 */
export const listAccess = (
  policy: Policy,
  facts: KeyFacts,
  actions?: readonly string[],
  world?: World,
): readonly Access[] => {
  const asked = actions && new Set(actions.map((action) => action.toLowerCase()));
  const wanted = actionsOn(withArnFacts(facts), [...actionsIn(policy), ...(actions ?? [])]).filter(
    (action) => asked?.has(action.toLowerCase()) ?? true,
  );
  const model = accessModel(nothing, policy, facts, wanted, world);
  const found = findAccess(model, "after").flatMap((some) => tellAccess(model, "after", some));
  return rankAccess(found, model.ownership.owner).map(asUndecided);
};
