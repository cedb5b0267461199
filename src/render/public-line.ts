import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { accessSentence } from "./access-words.ts";
import { wrapWords } from "./columns.ts";
import { exceptWords, subjectWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

/**
 * What anyone may do, for the place above everything else: `PUBLIC  anyone may have …` in red where no condition narrows it, `OPEN` where
 * one does; empty where nobody unnamed is let in.
 */
export const publicLines = (
  rows: readonly Access[],
  facts: KeyFacts,
  { style, columns }: { readonly style: Style; readonly columns: number },
): readonly string[] =>
  widestFirst(rows).map((access) => {
    const isPublic = isAlways(access);
    const who =
      access.principal === "anyone"
        ? `anyone${exceptWords(access.except)}`
        : subjectWords(access, facts.account);
    const sentence = accessSentence(access, "may have", facts, false);
    const words = `${who}${sentence.slice(subjectWords(access, facts.account).length)}`;
    const line = wrapWords(`${isPublic ? "PUBLIC" : "OPEN"}  ${words}`, columns, "        ");
    return (isPublic ? style.bad : style.warning)(line);
  });

const isAlways = ({ when }: Access): boolean => when.some((all) => all.length === 0);

const widestFirst = (rows: readonly Access[]): readonly Access[] => {
  const weight = (access: Access) => (isAlways(access) ? 0 : 2) + (access.principal === "anyone" ? 0 : 1);
  return [...rows].sort((a, b) => weight(a) - weight(b));
};
