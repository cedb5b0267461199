import { rankAccess } from "../access/rank-access.ts";
import type { Access, AccessChange } from "../access/types.ts";
import { bySets } from "../default-view/set-access.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { People } from "../world/people.ts";
import { groupedAlike, groupSentence } from "./access-groups.ts";
import { wrapWords } from "./columns.ts";
import { futureLines } from "./access-future.ts";
import { riskWords } from "./risk.ts";
import type { Style } from "./style.ts";

export interface AccessDiffOptions {
  readonly style: Style;
  readonly columns: number;
  /** Every line and every action; else long lists are cut with a count. */
  readonly full: boolean;
  /** What shows the rest, for the line that says how much was cut. */
  readonly more: string;
  /** Whom the IAM data knows, where there is some. */
  readonly people?: People | undefined;
}

/** Lines shown of each kind before the list is cut. */
const shownLines = 8;

/** Who gains and who loses what, riskiest first, one sentence a line. */
export const renderAccessDiff = (
  change: AccessChange,
  facts: KeyFacts,
  options: AccessDiffOptions,
): string => {
  if (change.gained.length + change.lost.length === 0 && !change.futureActions) return `${nobodyWords}\n`;
  return [
    ...(change.gained.length + change.lost.length === 0 ? [nobodyToday] : []),
    ...section(change.gained, "gains", facts, options),
    ...section(change.lost, "loses", facts, options),
    ...futureLines(options.full ? change : withoutNamed(change), facts, options),
  ]
    .map((line) => `${line}\n`)
    .join("");
};

/**
 * Whose access changes today is read about once: that a wildcard in it also covers what AWS adds later is told with `--full`, and
 * where nothing else changes.
 */
const withoutNamed = (change: AccessChange): AccessChange => {
  const { future, ...today } = change;
  if (!future) return change;
  const named = new Set([...change.gained, ...change.lost].map(({ principal }) => whole(principal)));
  const gained = future.gained.filter(({ principal }) => !named.has(whole(principal)));
  const lost = future.lost.filter(({ principal }) => !named.has(whole(principal)));
  const isTold = gained.length + lost.length === 0 && future.gained.length + future.lost.length > 0;
  return isTold ? { ...today, futureActions: false } : { ...change, future: { gained, lost } };
};

/** Those of an account who are not named are told of what is to come as the account. */
const whole = (principal: string): string => principal.replace(/ \(others\)$/, "");

const nobodyWords = "Nobody gains or loses access: the same rights, written differently.";
const nobodyToday = "Nobody gains or loses access today.";

const section = (
  entries: readonly Access[],
  verb: "gains" | "loses",
  facts: KeyFacts,
  options: AccessDiffOptions,
): string[] => {
  const { style, full, columns, more } = options;
  const mark = verb === "gains" ? style.added : style.removed;
  const sorted = rankAccess(bySets(entries, facts), facts.account);
  const alike = groupedAlike(sorted, facts);
  const shown = full ? alike : alike.slice(0, shownLines);
  const lines = shown.map((group) => {
    const risk = verb === "gains" ? riskWords(group[0], facts) : undefined;
    const words = `${verb === "gains" ? "+" : "-"} ${groupSentence(group, verb, facts, { full, people: options.people })}`;
    const wrapped = wrapWords(risk ? `${words} [${risk}]` : words, columns, "  ");
    return mark(wrapped);
  });
  const hidden = alike.length - shown.length;
  if (hidden > 0) return [...lines, style.faint(`  … and ${hidden} more; ${more}`)];
  return lines.some(isFolded) ? [...lines, style.faint(`  … ${more}`)] : lines;
};

/** Whether a line leaves out actions or conditions, which it then counts. */
export const isFolded = (line: string): boolean => /\d+\s+(?:more\b|other\s+ways\b)/.test(line);
