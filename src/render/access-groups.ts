import { accountOfWord } from "../access/principal-word.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { People } from "../world/people.ts";
import { sentenceOf, viaWords } from "./access-words.ts";
import { actionWords, listWords } from "./action-words.ts";
import { escapeLine } from "./escape.ts";
import { peopleWords } from "./people-words.ts";
import { riskWords } from "./risk.ts";

/** Those of whom the very same is told. */
export type Alike = readonly [Access, ...Access[]];

/** How much of a group is told. */
export interface GroupLayout {
  /** Every name and every action. */
  readonly full: boolean;
  readonly people?: People | undefined;
}

/**
 * Those who gain (or lose) the very same are told together, where the riskiest of them stands. With IAM data those who
 * have everything through IAM are one group, by whatever policy: they administer the account. Roles that are linked to a
 * service come last: AWS says what they may do.
 */
export const groupedAlike = (sorted: readonly Access[], facts: KeyFacts): readonly Alike[] => {
  const groups = new Map<string, [Access, ...Access[]]>();
  for (const access of sorted) {
    const key = sayingOf(access, facts);
    const group = groups.get(key);
    if (group) group.push(access);
    else groups.set(key, [access]);
  }
  const all = [...groups.values()];
  return [...all.filter(([first]) => !isLinked(first)), ...all.filter(([first]) => isLinked(first))];
};

const sayingOf = (access: Access, facts: KeyFacts): string => {
  const { actions, when, undecided } = access;
  const via = isAdministrator(access, facts) ? "administrators" : viaWords(access, facts);
  const kind = access.by === undefined ? kindOf(access) : "";
  return JSON.stringify([via, riskWords(access, facts), isLinked(access), actions, when, undecided, kind]);
};

/**
 * `single` for a user, a role or a session, `others` for those of an account who are not named (with the policies of an organization each of
 * its accounts has such a line); whoever else a policy lets in is of a kind of its own, and is told alone.
 */
export const kindOf = ({ principal, except = [] }: Access): string => {
  if (/^arn:[^:]*:(?:iam|sts)::\d{12}:(?!root$)/.test(principal)) return "single";
  return isOthers(principal) && except.length === 0 ? "others" : [principal, ...except].join(" ");
};

const isOthers = (principal: string): boolean => principal.endsWith(" (others)");

const isLinked = ({ principal }: Access): boolean => principal.includes(":role/aws-service-role/");

// Everything, always, by a policy of IAM: nobody needs to hear of each by which.
const isAdministrator = (access: Access, facts: KeyFacts): boolean =>
  access.by !== undefined &&
  access.via === "iam" &&
  access.undecided === undefined &&
  access.when.some((all) => all.length === 0) &&
  isEverything(access.actions, facts);

// Thousands of lines share their list of actions.
const wholes = new WeakMap<readonly string[], boolean>();

const isEverything = (actions: readonly string[], facts: KeyFacts): boolean => {
  const known = wholes.get(actions) ?? actionWords(actions, facts, false).startsWith("every action (");
  wholes.set(actions, known);
  return known;
};

/** So many are named before the rest is counted. */
const shownNames = 3;

/** `40 roles gain use of the key: role/a, role/b, role/c and 37 more`; few are named at the beginning. */
export const groupSentence = (
  group: Alike,
  verb: "gains" | "loses" | "has",
  facts: KeyFacts,
  { full, people }: GroupLayout,
): string => {
  const [first, ...others] = group;
  // Whoever loses something and was at work lately is missed first.
  const { names, counted, everybody } = peopleWords(group, facts, people, verb === "loses");
  const joined = first.by ? { ...first, by: group.flatMap(({ by = [] }) => by) } : first;
  if (others.length === 0) return sentenceOf(names.join(""), verb, first, facts, full);
  const plural = { gains: "gain", loses: "lose", has: "have" }[verb];
  if (everybody !== undefined)
    return sentenceOf(everybody, everybody.startsWith("every ") ? verb : plural, joined, facts, full);
  if (group.length <= shownNames)
    return sentenceOf(listWords(names, shownNames), plural, joined, facts, full);
  if (isOthers(first.principal)) {
    const who = `those not named in ${group.length} accounts`;
    const accounts = group.map(({ principal }) => accountOfWord(principal) ?? principal);
    const told = listWords(accounts.map(escapeLine), full ? accounts.length : shownNames);
    return `${sentenceOf(who, plural, joined, facts, full)}: ${told}`;
  }
  const who = isAdministrator(first, facts) ? `${group.length} administrators (${counted})` : counted;
  const named = listWords(names, full ? names.length : shownNames);
  return `${sentenceOf(who, plural, joined, facts, full)}: ${named}`;
};
