import type { Policy, Statement } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { PolicyContent } from "../../world/types.ts";
import { callerNamed } from "../evaluator/caller.ts";
import { type Member, organizationOf } from "./member.ts";
import type { EffectiveQuestion } from "./types.ts";

/**
 * A text that is the same for callers to whom no layer can say different things; undefined where that cannot be told at a
 * glance. An account's people are many, and most of them bear the same few policies. Whoever is named by the key policy or
 * a grant is looked at by himself, and everybody is where some policy over him asks who calls.
 */
export const sameSaying = (member: Member, question: EffectiveQuestion): string | undefined => {
  const { caller, person, serviceLinked } = member;
  const { key, ceilings } = question;
  if (!person || caller.kind === "session" || ceilings.session || ceilings.endpoint) return undefined;
  if (namesIn(question).has(person.name) || asksWhoCalls(key.policy)) return undefined;
  if (![caller.account, key.facts.account].every((account) => isPlainOver(account, question)))
    return undefined;
  const policies = person.policies.map(({ content }) => numberOf(content));
  const boundary = person.boundary ? numberOf(person.boundary.content) : "none";
  if (policies.includes(undefined) || boundary === undefined) return undefined;
  const saying = policies.filter((number) => number !== silent);
  return [caller.kind, caller.account, caller.partition, serviceLinked, boundary, ...saying].join();
};

const names = new WeakMap<EffectiveQuestion, ReadonlySet<string>>();

const namesIn = (question: EffectiveQuestion): ReadonlySet<string> => {
  const known = names.get(question) ?? readNames(question);
  names.set(question, known);
  return known;
};

const readNames = ({ key, world }: EffectiveQuestion): ReadonlySet<string> => {
  const entries = key.policy.statements.flatMap(({ principals }) => principals);
  const grantees = (world.grants ?? []).map(({ grantee }) => ({ type: "AWS", value: grantee }));
  return new Set(
    [...entries, ...grantees].flatMap(
      ({ type, value }) => callerNamed(parsePrincipal(type, value))?.name ?? [],
    ),
  );
};

const plain = new WeakMap<EffectiveQuestion, Map<string | undefined, boolean>>();

/** Whether nothing that the organization puts over an account asks who calls. */
const isPlainOver = (account: string | undefined, question: EffectiveQuestion): boolean => {
  const known = plain.get(question) ?? new Map<string | undefined, boolean>();
  plain.set(question, known);
  const found = known.get(account) ?? readOver(account, question);
  known.set(account, found);
  return found;
};

const readOver = (account: string | undefined, { world }: EffectiveQuestion): boolean => {
  const organization = organizationOf(account, world);
  const levels = account === undefined ? undefined : organization?.levelsOf(account);
  if (!organization || levels === undefined) return true;
  if ("unknown" in levels) return false;
  return levels.every(({ scp, rcp }) =>
    [...scp, ...rcp].every(({ content }) => "policy" in content && !asksWhoCalls(content.policy)),
  );
};

/** Of a policy that has no statement about KMS. */
const silent = 0;
const numbers = new WeakMap<Policy, number>();
let last = silent;

// Policies that say the same were read as one.
const numberOf = (content: PolicyContent): number | undefined => {
  if ("unknown" in content || asksWhoCalls(content.policy)) return undefined;
  if (content.policy.statements.length === 0) return silent;
  const number = numbers.get(content.policy) ?? ++last;
  numbers.set(content.policy, number);
  return number;
};

const asking = new WeakMap<Policy, boolean>();

const asksWhoCalls = (policy: Policy): boolean => {
  const known = asking.get(policy) ?? policy.statements.some(isAboutCaller);
  asking.set(policy, known);
  return known;
};

const ofCaller = /^(?:aws:principal|aws:user|kms:calleraccount)/i;
const hasVariable = (text: string): boolean => text.includes("${");

const isAboutCaller = ({ resources, conditions }: Statement): boolean =>
  resources.some(hasVariable) ||
  conditions.some(({ key, values }) => ofCaller.test(key) || values.some(hasVariable));
