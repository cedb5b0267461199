import type { Access } from "../access/types.ts";
import type { LimitedAccess } from "../default-view/limits/limited-access.ts";
import type { DefaultView } from "../default-view/default-view.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { listWords } from "./action-words.ts";
import { whenWords } from "./condition-words.ts";
import { principalWords } from "./principal-words.ts";

/**
 * Administrators and users whom the policy names and the list of all access has no row for: everyone, where that means no strangers, and
 * principals of another partition. Rows of a page: a name, and who.
 */
export const untoldPeople = (
  { admins, users, limited, account }: DefaultView,
  access: readonly Access[],
  facts: KeyFacts,
): readonly (readonly [name: string, words: readonly string[]])[] => {
  const told = new Set(access.map(({ principal }) => (principal === "anyone" ? "*" : principal)));
  const own = account ?? facts.account;
  const who = (words: readonly string[]) =>
    words.filter((word) => !told.has(word)).map((word) => shownWords(word, own));
  const inPart = (admin: boolean) =>
    limited
      .filter((entry) => !told.has(entry.principal) && entry.may.includes("admin") === admin)
      .map((entry) => limitedWords(entry, own));
  const rows = [
    ["Administrators", [...who(admins), ...inPart(true)].sort()],
    ["Users", [...who(users), ...inPart(false)].sort()],
  ] as const;
  return rows.filter(([, words]) => words.length > 0);
};

/**
 * Who has less than a role, in the words of the flags that gave it (`--only decrypt`, `--via s3`): of those who have a row in the list of
 * all access, where the same stands action by action.
 */
export const limitedPeople = (
  { limited, account }: DefaultView,
  access: readonly Access[],
  facts: KeyFacts,
): readonly string[] => {
  const told = new Set(access.map(({ principal }) => principal));
  return limited
    .filter(({ principal }) => told.has(principal))
    .map((entry) => limitedWords(entry, account ?? facts.account))
    .sort();
};

const shownWords = (word: string, account: string | undefined): string =>
  word === "*" ? "everyone (*)" : principalWords(word, account);

/** `role/Report (only decrypt)`, `role/Batch (only through s3.eu-west-1.amazonaws.com)`. */
const limitedWords = ({ principal, may, when }: LimitedAccess, account: string | undefined): string => {
  // The grants come along with use.
  const isWhole = may.some((share) => share === "use" || share === "admin");
  const words = isWhole ? [] : may;
  const only = words.length > 0 ? [`only ${listWords(words, words.length)}`] : [];
  const limits = when.length > 0 ? [whenWords([when], true)] : [];
  const all = [...only, ...limits];
  return all.length === 0
    ? shownWords(principal, account)
    : `${shownWords(principal, account)} (${all.join(", ")})`;
};
