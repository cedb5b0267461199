import { rankAccess } from "../access/rank-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { isFolded } from "./access-diff.ts";
import { groupedAlike, groupSentence } from "./access-groups.ts";
import { wrapWords } from "./columns.ts";
import { riskWords } from "./risk.ts";
import type { People } from "../world/people.ts";
import type { Style } from "./style.ts";

export interface AccessListLayout {
  readonly style: Style;
  readonly columns: number;
  readonly full: boolean;
  /** Whom the IAM data knows, where there is some. */
  readonly people?: People | undefined;
}

/** Who may do what, riskiest first, one sentence a line. */
export const renderAccessList = (
  access: readonly Access[],
  facts: KeyFacts,
  { style, columns, full, people }: AccessListLayout,
): string => {
  if (access.length === 0) return "nobody\n";
  const sorted = rankAccess(access, facts.account);
  // With IAM data an account's people are many, and most of them are let in by the same few policies. What goes into a pipe has a line
  // for each principal, to be searched.
  const groups =
    access.some(({ by }) => by) || Number.isFinite(columns)
      ? groupedAlike(sorted, facts)
      : sorted.map((entry) => [entry] as const);
  const shown = groups.slice(0, full ? undefined : shownLines);
  const lines = shown.map((group) => {
    const risk = riskWords(group[0], facts);
    const words = groupSentence(group, "has", facts, { full, people });
    return wrapWords(risk === undefined ? words : `${words} [${style.warning(risk)}]`, columns, "  ");
  });
  const hidden = groups.length - shown.length;
  const rest = hidden > 0 ? [`… and ${hidden} more; --full shows all`] : [];
  const folded = hidden === 0 && lines.some(isFolded) ? ["… --full shows all"] : [];
  return [...lines, ...[...rest, ...folded].map((line) => style.faint(line))]
    .map((line) => `${line}\n`)
    .join("");
};

/** Lines before the list is cut: what fits on a screen. */
const shownLines = 20;
