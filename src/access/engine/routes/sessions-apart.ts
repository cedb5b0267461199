import type { Access } from "../../types.ts";
import { groupBy } from "../group-by.ts";
import type { Member } from "./member.ts";

/**
 * Leaves out the lines of a session that has just what its role has: the role's lines cover it. Where a session differs,
 * the role's lines speak of its other sessions.
 */
export const sessionsApart = (lines: readonly Access[], members: readonly Member[]): readonly Access[] => {
  const ofWord = groupBy(lines, ({ principal }) => principal);
  const rights = (word: string) => (ofWord.get(word) ?? []).map(rightsText).sort().join("\n");
  const sessions = members.filter(({ kind }) => kind === "session");
  const alike = new Set(
    sessions.filter((one) => rights(one.caller.word) === rights(roleOf(one))).map(wordOf),
  );
  const divided = new Set(sessions.filter((one) => !alike.has(wordOf(one))).map(roleOf));
  return lines
    .filter(({ principal }) => !alike.has(principal))
    .map((line) =>
      divided.has(line.principal) ? { ...line, principal: `${line.principal} (other sessions)` } : line,
    );
};

const wordOf = ({ caller }: Member): string => caller.word;
const roleOf = ({ person }: Member): string => person?.arn ?? "";

const rightsText = ({ actions, via, when, undecided }: Access): string =>
  JSON.stringify([actions, via, when, undecided]);
