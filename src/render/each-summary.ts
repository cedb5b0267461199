import type { AccessChange } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { renderAccessDiff } from "./access-diff.ts";
import { accessSentence } from "./access-words.ts";
import { wrapSentence, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { keyNames, shownNames } from "./key-names.ts";
import type { Looked } from "../world/looked-at.ts";
import { renderLookedAt } from "./looked-at.ts";
import { riskiestGain, riskWords } from "./risk.ts";
import type { Style } from "./style.ts";

/** What is planned for many keys. */
export interface EachSummary {
  /** The verb with its words. */
  readonly verb: string;
  readonly changes: readonly PlannedAccess[];
  readonly unchanged: number;
  /** What the lines by name rest on, where there are some. */
  readonly looked?: Looked;
  readonly failures: readonly { readonly label: string; readonly message: string; readonly hint?: string }[];
}

export interface PlannedAccess {
  readonly label: string;
  readonly facts: KeyFacts;
  readonly access: AccessChange;
}

export interface SummaryOptions {
  readonly style: Style;
  readonly columns: number;
  readonly full: boolean;
}

/** Kinds of access change that are shown before the list is cut. */
const shownKinds = 3;

/** So many change, so many stay, so many failed and why; then what changes in access, the widest first, and last what that rests on. */
export const renderEachSummary = (summary: EachSummary, options: SummaryOptions): string => {
  const { verb, changes, unchanged, failures, looked } = summary;
  const { style, full, columns } = options;
  const counts = [
    count(changes.length, "key changes", "keys change"),
    `${unchanged} stay${unchanged === 1 ? "s" : ""} as ${unchanged === 1 ? "it is" : "they are"}`,
    `${failures.length} cannot be changed`,
  ];
  const kinds = accessKinds(changes, options);
  const shown = full ? kinds : kinds.slice(0, shownKinds);
  const hidden = kinds.length - shown.length;
  const parts = [
    `${wrapWords(`${style.strong(escapeLine(verb))}: ${counts.join(", ")}`, columns, "  ")}\n`,
    failures.length === 0 ? "" : `\n${style.strong("Not changed:")}\n${failureLines(failures, options)}`,
    ...shown.map(
      ({ labels, text }) =>
        `\n${style.strong(wrapWords(`Access, ${keyNames(labels, full)}:`, columns, "  "))}\n${text}`,
    ),
    hidden > 0 ? `\n… ${count(hidden, "other kind", "other kinds")} of change; --full shows all\n` : "",
    looked ? `\n${renderLookedAt(looked, columns)}` : "",
  ];
  return parts.join("");
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** Keys that fail for the same reason are told together. */
const failureLines = (
  failures: EachSummary["failures"],
  { style, full, columns }: SummaryOptions,
): string => {
  const reasons = grouped(failures, ({ message, hint }) => JSON.stringify([message, hint]));
  return reasons
    .map((alike) => {
      const [first] = alike;
      const labels = keyNames(
        alike.map(({ label }) => label),
        full,
      );
      const lines = [
        wrapWords(`  ${style.bad(labels)}: ${escapeLine(first.message)}`, columns, "    "),
        ...(first.hint === undefined
          ? []
          : [wrapSentence(`    hint: ${escapeLine(first.hint)}`, columns, "      ")]),
      ];
      return lines.map((line) => `${line}\n`).join("");
    })
    .join("");
};

const accessKinds = (changes: readonly PlannedAccess[], options: SummaryOptions) =>
  grouped(changes, (change) => accessText(change, options))
    .map((alike) => ({
      labels: alike.map(({ label }) => label),
      text: accessText(alike[0], options),
      width: widthOf(alike[0]),
    }))
    .sort((a, b) => b.width - a.width || b.labels.length - a.labels.length);

const accessText = ({ access, facts }: PlannedAccess, options: SummaryOptions): string =>
  renderAccessDiff(access, facts, { ...options, more: "--full shows all" });

const widthOf = ({ access, facts }: PlannedAccess): number =>
  [...access.gained, ...access.lost].reduce((sum, { actions }) => sum + actions.length, 0) +
  (riskiestGain(access.gained, facts) ? 1000 : 0);

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const alike = groups.get(keyOf(item));
    if (alike) alike.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};

/** The question: how many keys, where, and the riskiest thing that it would do. */
export const eachQuestion = (changes: readonly PlannedAccess[]): string => {
  const places = [...new Set(changes.map(({ facts }) => `${facts.account ?? "?"}, ${facts.region ?? "?"}`))];
  const where = places.length > shownNames ? `${places.length} accounts and Regions` : places.join(" and ");
  const question = `Write the policies of ${count(changes.length, "key", "keys")} in ${escapeLine(where)}?`;
  const risky = changes.flatMap(({ access, facts, label }) => {
    const riskiest = riskiestGain(access.gained, facts);
    return riskiest ? [{ access: riskiest, facts, label }] : [];
  });
  const [first] = [...risky].sort((a, b) => b.access.actions.length - a.access.actions.length);
  if (!first) return question;
  const sentence = accessSentence(first.access, "gains", first.facts, false);
  return `${question} ${escapeLine(first.label)}: ${sentence} (${riskWords(first.access, first.facts) ?? ""}).`;
};
