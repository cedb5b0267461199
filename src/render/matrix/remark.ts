import type { Access } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { viaWords } from "../access-words.ts";
import { actionWords } from "../action-words.ts";
import { whenWords } from "../condition-words.ts";
import { escapeLine } from "../escape.ts";
import { type ReadActions, purposes } from "./uses.ts";

/**
 * What a row's signs leave open, as one text for its end: single actions by name, IAM, conditions, what is undecided. Empty where the
 * signs say it all. What holds for everything of the row is said once, first; what does not names its columns: `grant: only for …`.
 */
export const remarkOf = (entries: readonly Access[], facts: KeyFacts, read: ReadActions): string => {
  const vias = new Set(entries.map((access) => viaWords(access, facts)));
  const isAlone = entries.length === 1;
  const [common = ""] = vias.size === 1 && !isAlone ? vias : [];
  const parts = entries.map((access) => {
    const clauses = [
      common === "" ? viaWords(access, facts) : "",
      whenWords(access.when, false, facts.account),
      access.undecided === undefined ? "" : `undecided: ${escapeLine(access.undecided)}`,
    ].filter((clause) => clause !== "");
    const columns = wholeColumns(access, read);
    if (columns === undefined)
      return [actionWords(access.actions, facts, false), ...clauses].join(", ").replace(listed, "grants");
    const isSaid = isAlone || clauses.length === 0;
    return `${isSaid ? "" : `${columns.join(", ")}: `}${clauses.join(", ")}`;
  });
  return [common, ...parts].filter((part) => part !== "").join("; ");
};

const listed = "grants (create, list, revoke)";

/** The columns that an entry fills; undefined where some of it fills one in part, or is in none. */
const wholeColumns = (
  { actions, unknownActions }: Access,
  read: ReadActions,
): readonly string[] | undefined => {
  const extents = read(actions);
  const isWhole = purposes.every((purpose) => extents[purpose] !== "some") && unknownActions === undefined;
  const columns = purposes.filter((purpose) => extents[purpose] === "whole");
  return isWhole && columns.length > 0 ? columns : undefined;
};
