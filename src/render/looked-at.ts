import type { LookedAt } from "../world/looked-at.ts";
import { listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";

/** The last lines of an answer with IAM data: what it rests on, and what was not looked at; wrapped to so many columns. */
export const renderLookedAt = (
  {
    lookedAt: { directories, scp, rcp, grants },
    notLookedAt,
  }: { readonly lookedAt: LookedAt; readonly notLookedAt: readonly string[] },
  columns: number,
): string => {
  const accounts = directories.map(({ account, at, roles, users }) => {
    const when = at === "" ? "" : `, as of ${at.slice(0, 16).replace("T", " ")} UTC`;
    return `IAM of ${account} (${counted(roles, "role")}, ${counted(users, "user")}${when})`;
  });
  const looked = [
    ...accounts,
    ...(scp === "known" ? ["service control policies"] : []),
    ...(rcp === "known" ? ["resource control policies"] : []),
    ...(grants ? ["grants"] : []),
  ];
  const all = (words: readonly string[]) => listWords(words, words.length);
  const first = looked.length === 0 ? "the key policy alone" : all(looked);
  const sentences = [
    `Looked at: ${first}.`,
    ...(notLookedAt.length > 0 ? [`Not looked at: ${all(notLookedAt)}.`] : []),
  ];
  return sentences.map((sentence) => `${wrapWords(sentence, columns, "  ")}\n`).join("");
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
