import { kmsActions, mayBeNewAction } from "../../policy/kms-actions.ts";
import type { Statement } from "../../policy/model.ts";
import { openText } from "./open-text.ts";
import { anyOf, negate, type Truth } from "./truth.ts";
import { matchesGlyphs, matchesWildcards } from "./wildcard.ts";

// A statement is asked about the same few actions for each of many callers.
const answered = new WeakMap<Statement, Map<string, Truth>>();

/**
 * Does the statement's Action or NotAction take in an action, such as `kms:Decrypt`? Case does not matter. Where a part of an entry is
 * filled in later, it may be any action that the rest of the entry lets it be.
 */
export const matchesAction = (statement: Statement, action: string): Truth => {
  const answers = answered.get(statement) ?? new Map<string, Truth>();
  const answer = answers.get(action) ?? takesIn(statement, action.toLowerCase());
  answered.set(statement, answers.set(action, answer));
  return answer;
};

const takesIn = ({ actions, notAction }: Statement, wanted: string): Truth => {
  const listed = anyOf(actions.map((pattern) => takesInEntry(pattern, wanted)));
  return notAction ? negate(listed) : listed;
};

const takesInEntry = (pattern: string, wanted: string): Truth => {
  const open = openText(pattern, (part) => part.toLowerCase());
  if (!open) return coversAction(pattern.toLowerCase(), wanted);
  return matchesGlyphs(open.glyphs, wanted) && open.unknown;
};

/** Both in lower case. Without a colon only `*` matches: `kms=Decrypt` and `Decrypt` are kept by KMS and never match. */
export const coversAction = (pattern: string, action: string): boolean =>
  pattern.includes(":") ? matchesWildcards(pattern, action) : /^\*+$/.test(pattern);

/** What a key policy can do about an action. */
export interface ActionRole {
  /** A Deny of it has an effect. */
  readonly deniable: boolean;
  readonly allowable: boolean;
  /** Callers of other accounts can use it. */
  readonly crossAccount: boolean;
}

const roles = new Map(
  kmsActions.map(({ name, onKey: deniable, allowable, crossAccount }): [string, ActionRole] => [
    `kms:${name.toLowerCase()}`,
    { deniable, allowable, crossAccount },
  ]),
);

/** The role of an action; one that no table knows is taken for a new action on keys, which anybody may use. */
export const actionRole = (action: string): ActionRole => {
  const isNew = mayBeNewAction(action);
  return roles.get(action.toLowerCase()) ?? { deniable: isNew, allowable: isNew, crossAccount: isNew };
};
