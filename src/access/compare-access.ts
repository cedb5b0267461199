import { type KeyFacts, sameFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import type { World } from "../world/types.ts";
import { accessModel } from "./engine/access-model.ts";
import { type AccessModel, type Side } from "./engine/model.ts";
import { actionsIn, actionsOn } from "./engine/action-set.ts";
import { findAccess } from "./engine/finding-access.ts";
import { findFuture } from "./engine/finding-future.ts";
import { rankAccess } from "./rank-access.ts";
import { asUndecided } from "./undecided-principal.ts";
import { tellAccess } from "./engine/words/tell-access.ts";
import type { Access, AccessChange } from "./types.ts";

/**
 * Who gains and who loses what when the first policy gives way to the second: exact within the model (docs: key policies alone, no
 * IAM, grants; with a world under the policies of its organizations). What cannot be decided is listed with `undecided`, never left out. Riskiest first. Pure; throws nothing.
 */
export const compareAccess = (
  before: Policy,
  after: Policy,
  facts: KeyFacts,
  world?: World,
): AccessChange => {
  const last = latest.get(after);
  if (last?.before === before && last.world === world && sameFacts(last.facts, facts)) return last.change;
  const change = compared(before, after, facts, world);
  latest.set(after, { before, facts, world, change });
  return change;
};

/** A verb proves by a comparison that it did what was asked, and the write path shows the same one: it is made once. */
const latest = new WeakMap<
  Policy,
  {
    readonly before: Policy;
    readonly facts: KeyFacts;
    readonly world: World | undefined;
    readonly change: AccessChange;
  }
>();

const compared = (before: Policy, after: Policy, facts: KeyFacts, world: World | undefined): AccessChange => {
  const actions = actionsOn({}, [...actionsIn(before), ...actionsIn(after)]);
  const model = accessModel(before, after, facts, actions, world);
  const gained = told(model, "after");
  const lost = told(model, "before");
  const change = { equivalent: gained.length === 0 && lost.length === 0, gained, lost };
  // The same question about names that no action has yet: one name for each way in which the wildcards can treat it.
  const future = { gained: findFuture(model, "after"), lost: findFuture(model, "before") };
  const differs = model.futureIsOpen || future.gained.length + future.lost.length > 0;
  return differs ? { ...change, futureActions: true, future } : change;
};

const told = (model: AccessModel, to: Side): readonly Access[] =>
  rankAccess(
    findAccess(model, to).flatMap((found) => tellAccess(model, to, found)),
    model.ownership.owner,
  ).map(asUndecided);
