import type { Policy } from "../policy/model.ts";
import { compareAccess } from "./compare-access.ts";
import { compareEffective, listEffective } from "./effective-access.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import { listAccess } from "./list-access.ts";
import { ofOthers } from "./of-others.ts";
import { rankAccess } from "./rank-access.ts";
import type { Access, AccessChange } from "./types.ts";

/**
 * Who may do what, with all that is known: principals of the accounts whose IAM data is at hand by name, through every
 * layer; all others as the key policy tells them under the policies of the organizations. `actions` (`kms:Name`, any case)
 * narrows the answer. Pure.
 */
export const listWithWorld = (
  question: EffectiveQuestion,
  actions?: readonly string[],
): readonly Access[] => {
  const { policy, facts } = question.key;
  const others = ofOthers(question, [policy]);
  const byPolicy = listAccess(policy, facts, actions, question.world);
  return rankAccess([...others(byPolicy), ...listEffective(question, actions)], facts.account);
};

/** Who gains and who loses what when `before` gives way to the policy of the question, told in the same way. Pure. */
export const compareWithWorld = (before: Policy, question: EffectiveQuestion): AccessChange => {
  const { policy, facts } = question.key;
  const others = ofOthers(question, [before, policy]);
  const byPolicy = compareAccess(before, policy, facts, question.world);
  const byName = compareEffective(before, question);
  const joined = (side: "gained" | "lost") =>
    rankAccess([...others(byPolicy[side]), ...byName[side]], facts.account);
  const [gained, lost] = [joined("gained"), joined("lost")];
  return { ...byPolicy, equivalent: gained.length === 0 && lost.length === 0, gained, lost };
};
