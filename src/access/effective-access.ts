import { withArnFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { actionsIn, actionsOn } from "./engine/action-set.ts";
import { partitionOf } from "./engine/callers/owner.ts";
import { testTable } from "./engine/conditions/test-table.ts";
import { remembering } from "./engine/group-by.ts";
import { granteesOf } from "./engine/routes/grantees.ts";
import { layerReader, type OwnLayers } from "./engine/routes/member-layers.ts";
import { type Member, membersOf } from "./engine/routes/member.ts";
import { clauseResolver } from "./engine/routes/resolved-clause.ts";
import { findRisings, mayRise, saysTheSame } from "./engine/routes/rising.ts";
import { servicesApart, servicesOf } from "./engine/routes/services.ts";
import { sessionsApart } from "./engine/routes/sessions-apart.ts";
import { tellMembers } from "./engine/routes/tell-members.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import { rankAccess } from "./rank-access.ts";
import type { Access } from "./types.ts";

/**
 * Who of the accounts whose IAM data is at hand may do what on the key, and by which statement or grant: users, roles,
 * named sessions and root users, through every layer that is known. `actions` (`kms:Name`, any case) and `of` (one ARN
 * of a user, role or session, or `root-user:ID`) narrow the answer. Riskiest first. Pure; throws nothing.
 */
export const listEffective = (
  question: EffectiveQuestion,
  actions?: readonly string[],
  of?: string,
): readonly Access[] => {
  const whom = (policies: readonly Policy[]) => membersOf(question, policies, of);
  return study(question, [], of === undefined ? undefined : whom, actions)(undefined, question);
};

/** What grants give to those of whom nothing else is known: services, principals of accounts whose IAM data is not at hand. */
export const listGrantees = (question: EffectiveQuestion, actions?: readonly string[]): readonly Access[] =>
  study(question, [], () => granteesOf(question, []), actions)(undefined, question);

/** Who gains and who loses what, by name, when the key's policy `before` gives way to the one in the question. */
export const compareEffective = (
  before: Policy,
  question: EffectiveQuestion,
): { readonly gained: readonly Access[]; readonly lost: readonly Access[] } => {
  const risen = study(question, [before]);
  const turned = { ...question, key: { ...question.key, policy: before } };
  return { gained: risen(turned, question), lost: risen(question, turned) };
};

/** What one key policy gives over another (undefined: over nothing). */
type Risen = (older: EffectiveQuestion | undefined, newer: EffectiveQuestion) => readonly Access[];

/**
 * Reads once what binds everybody beside the key policy; `others` are the further key policies that it is asked about, `whom` says who
 * is asked about: everybody, if it is left out.
 */
const study = (
  question: EffectiveQuestion,
  others: readonly Policy[],
  whom: (policies: readonly Policy[]) => readonly Member[] = (policies) => everybody(question, policies),
  actions?: readonly string[],
): Risen => {
  const { policy, facts } = question.key;
  const policies = [...others, policy];
  const wanted = actionsAsked(question, policies, actions);
  const table = testTable();
  const reader = layerReader(question, partitionOf(policies, facts), clauseResolver(facts, table, wanted));
  const members = whom(policies);
  const layers = new Map<Member, OwnLayers>();
  const own = (member: Member) => remembering(layers, member, () => reader.own(member));
  return (older, newer) => {
    const candidates = members.flatMap((member) => {
      const fresh = reader.keyPolicy(newer.key.policy, member);
      const old = older && reader.keyPolicy(older.key.policy, member);
      return old && saysTheSame(old, fresh) ? [] : [{ member, own: own(member), older: old, newer: fresh }];
    });
    const groups = findRisings(candidates.filter(mayRise), wanted, table.tests);
    const lines = groups.flatMap((group) => tellMembers(group, newer, older));
    return rankAccess(servicesApart(sessionsApart(lines, members), members), facts.account);
  };
};

/** Those of the directories, and whom no directory has: services, and those whom grants alone name. */
const everybody = (question: EffectiveQuestion, policies: readonly Policy[]): readonly Member[] => {
  const known = [...membersOf(question, policies), ...servicesOf(policies, question)];
  return [...known, ...granteesOf(question, known)];
};

/** The actions that may work on the key, with those of the policies that no table knows. */
const actionsAsked = (
  { key, world }: EffectiveQuestion,
  policies: readonly Policy[],
  actions: readonly string[] | undefined,
): readonly string[] => {
  const asked = actions && new Set(actions.map((action) => action.toLowerCase()));
  const written = [...policies.flatMap(actionsIn), ...(actions ?? [])];
  const found = actionsOn(withArnFacts(key.facts), written).filter(
    (action) => asked?.has(action.toLowerCase()) ?? true,
  );
  // Listed where it is asked for: who has everything else has it or not by the grants alone.
  return asked?.has("kms:retiregrant") && world.grants ? [...found, "kms:RetireGrant"] : found;
};
