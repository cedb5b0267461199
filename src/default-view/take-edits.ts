import { RefusedError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { removeFromList } from "../policy/edit-lists.ts";
import { removeMember } from "../policy/edit-members.ts";
import { insertStatement, removeStatement } from "../policy/edit-statements.ts";
import { isRecord, valueOf, type JsonObject } from "../policy/json-value.ts";
import type { PrincipalEntry, Statement } from "../policy/model.ts";
import { pathOfStatement } from "../policy/text/node-at.ts";
import { freeSid } from "./console-statement.ts";
import { oneOrList } from "./one-or-list.ts";
import { consoleSids } from "./rights.ts";
import { placeOf } from "./place.ts";

/**
 * Takes entries out of a statement's Principal; a statement left without principal goes.
 * Throws RefusedError (`last-statement`) where it is the policy's only one: a key policy needs a statement.
 */
export const takePrincipals = (
  document: PolicyDocument,
  statement: Statement,
  entries: readonly PrincipalEntry[],
): PolicyDocument => {
  const left = statement.principals.filter((entry) => !holds(entries, entry));
  if (left.length === 0) return dropStatement(document, statement.index);
  const path = [
    ...pathOfStatement(document, statement.index),
    statement.notPrincipal ? "NotPrincipal" : "Principal",
  ];
  const emptied = [...new Set(entries.map(({ type }) => type))].filter(
    (type) => !left.some((entry) => entry.type === type),
  );
  const narrowed = distinct(entries.filter(({ type }) => !emptied.includes(type))).reduce(
    (edited, { type, value }) => removeFromList(edited, [...path, type], value),
    document,
  );
  return emptied.reduce((edited, type) => removeMember(edited, path, type), narrowed);
};

/**
 * Takes action patterns from these entries of a statement. Where other principals share it, the entries move to a
 * copy of their own right behind it.
 */
export const takeActions = (
  document: PolicyDocument,
  statement: Statement,
  entries: readonly PrincipalEntry[],
  actions: readonly string[],
): PolicyDocument => {
  if (statement.principals.every((entry) => holds(entries, entry))) {
    const path = [...pathOfStatement(document, statement.index), "Action"];
    return [...new Set(actions)].reduce((edited, action) => removeFromList(edited, path, action), document);
  }
  const copy = copyWithout(document, statement, actions, { Principal: principalOf(entries) });
  return insertStatement(takePrincipals(document, statement, entries), statement.index + 1, copy);
};

/**
 * A copy of a statement that keeps what is left of its actions, with other members in the place of its own: what is split
 * off behind it.
 */
export const copyWithout = (
  document: PolicyDocument,
  statement: Statement,
  actions: readonly string[],
  members: JsonObject,
): JsonObject => {
  const node = document.statements[statement.index];
  const value = node && valueOf(node);
  const kept = statement.actions.filter((action) => !actions.includes(action));
  const { Sid, ...content } = isRecord(value) ? value : {};
  const sid = typeof Sid === "string" && !isConsoleSid(Sid) ? { Sid: freeSid(document, Sid) } : {};
  return { ...sid, ...content, ...members, Action: oneOrList(kept) };
};

/** What is split off gives less than the console's statement of that name does. */
const isConsoleSid = (sid: string): boolean => Object.values(consoleSids).includes(sid);

const principalOf = (entries: readonly PrincipalEntry[]): JsonObject =>
  Object.fromEntries(
    [...new Set(entries.map(({ type }) => type))].map((type) => [
      type,
      oneOrList(distinct(entries.filter((entry) => entry.type === type)).map(({ value }) => value)),
    ]),
  );

/** Takes a whole statement out. Throws RefusedError (`last-statement`) where it is the policy's only one. */
export const dropStatement = (document: PolicyDocument, index: number): PolicyDocument => {
  if (document.statements.length > 1) return removeStatement(document, index);
  throw new RefusedError(
    "last-statement",
    `${placeOf(document, index)} is the only statement, and nobody would be left in it`,
    { hint: "a key policy needs a statement: give another principal access first" },
  );
};

const holds = (entries: readonly PrincipalEntry[], entry: PrincipalEntry): boolean =>
  entries.some(({ type, value }) => type === entry.type && value === entry.value);

const distinct = (entries: readonly PrincipalEntry[]): readonly PrincipalEntry[] =>
  entries.filter((entry, i) => entries.findIndex((other) => holds([other], entry)) === i);
