import { allowableActions } from "../policy/kms-actions.ts";
import type { Policy } from "../policy/model.ts";
import { partitionOf } from "./engine/callers/owner.ts";
import { testTable } from "./engine/conditions/test-table.ts";
import { layerReader } from "./engine/routes/member-layers.ts";
import { membersOf } from "./engine/routes/member.ts";
import { clauseResolver } from "./engine/routes/resolved-clause.ts";
import { findRisings } from "./engine/routes/rising.ts";
import { sessionsApart } from "./engine/routes/sessions-apart.ts";
import { tellMembers } from "./engine/routes/tell-members.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import { rankAccess } from "./rank-access.ts";
import type { Access } from "./types.ts";

/**
 * Who of the accounts whose IAM data is at hand may do what on the key, and by which statement or grant: users, roles,
 * named sessions and root users, through every layer that is known. `actions` (`kms:Name`, any case) narrows the answer.
 * Riskiest first. Pure; throws nothing.
 */
export const listEffective = (question: EffectiveQuestion, actions?: readonly string[]): readonly Access[] =>
  risenFrom(undefined, question, actions);

/** Who gains and who loses what, by name, when the key's policy `before` gives way to the one in the question. */
export const compareEffective = (
  before: Policy,
  question: EffectiveQuestion,
): { readonly gained: readonly Access[]; readonly lost: readonly Access[] } => {
  const turned = { ...question, key: { ...question.key, policy: before } };
  return { gained: risenFrom(before, question), lost: risenFrom(question.key.policy, turned) };
};

const risenFrom = (
  older: Policy | undefined,
  question: EffectiveQuestion,
  actions?: readonly string[],
): readonly Access[] => {
  const { policy: newer, facts } = question.key;
  const asked = actions && new Set(actions.map((action) => action.toLowerCase()));
  const wanted = allowableActions.filter((action) => asked?.has(action.toLowerCase()) ?? true);
  const table = testTable();
  const policies = older ? [older, newer] : [newer];
  const reader = layerReader(question, partitionOf(policies, facts), clauseResolver(facts, table));
  const members = membersOf(question, policies);
  const candidates = members.map((member) => ({
    member,
    own: reader.own(member),
    older: older && reader.keyPolicy(older, member),
    newer: reader.keyPolicy(newer, member),
  }));
  const groups = findRisings(candidates, wanted, table.tests);
  const lines = groups.flatMap((group) => tellMembers(group, question, older));
  return rankAccess(sessionsApart(lines, members), facts.account);
};
