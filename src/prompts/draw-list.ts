import type { Entry } from "../questions.ts";
import { cutTo } from "../render/columns.ts";
import { escapeLine } from "../render/escape.ts";
import { padTo, shownWidth } from "../render/width.ts";
import { cellWidths, matching, windowStart } from "./list-window.ts";
import type { SearchableConfig } from "./searchable-config.ts";

/** What a searchable list looks like at one moment. */
export interface ListState {
  readonly term: string;
  readonly entries: readonly Entry<unknown>[];
  readonly active: number;
  readonly marked: readonly Entry<unknown>[];
  readonly complaint: string | undefined;
  /** Lines for entries. */
  readonly rows: number;
  /** What is told of the active entry, beside the list; undefined where there is no room. */
  readonly beside?: readonly string[] | undefined;
}

/** Columns from which on an entry is told of beside the list. */
export const sideBySide = 100;

/** So many of them are for that. */
export const besideColumns = (columns: number): number => Math.floor(columns / 2) - 3;

/** The question with what was typed, and below it a window of the list, what is wrong, how many there are, the keys. */
export const drawList = (config: SearchableConfig<unknown>, state: ListState): [string, string] => {
  const { style } = config;
  const columns = Math.max(20, config.size().columns - 1);
  const { complaint } = state;
  const { beside } = state;
  const left = beside ? columns - besideColumns(columns) - 3 : columns;
  const lines = [
    ...joined(config, state, entryLines(config, state, left), left),
    ...(complaint === undefined ? [] : [style.bad(cutTo(escapeLine(complaint), columns))]),
    style.faint(cutTo(countWords(config, state), columns)),
    style.faint(cutTo(keyWords(config, columns), columns)),
  ];
  const heading = config.heading?.();
  const above = heading === undefined ? "" : `${style.faint(cutTo(escapeLine(heading), columns))}\n`;
  return [
    `${above}${style.place("?")} ${style.strong(questionOf(config, columns))} ${state.term}`,
    lines.join("\n"),
  ];
};

/** The list, and beside it what is told of one of its entries: as many lines as there is room for. */
const joined = (
  { style }: SearchableConfig<unknown>,
  { beside, rows }: ListState,
  entries: readonly string[],
  left: number,
): readonly string[] => {
  if (!beside) return entries;
  const count = Math.max(entries.length, Math.min(rows, beside.length));
  return Array.from({ length: count }, (_, i) => {
    const told = beside[i];
    const entry = entries[i] ?? "";
    return told === undefined ? entry : `${padTo(entry, left)} ${style.faint("│")} ${told}`.trimEnd();
  });
};

/** The question on one line with what was answered. */
export const drawAnswer = (config: SearchableConfig<unknown>, taken: readonly Entry<unknown>[]): string => {
  const names = taken.map(({ cells }) => escapeLine(cells[0] ?? "")).join(", ");
  const columns = Math.max(20, config.size().columns - 1);
  const question = questionOf(config, columns);
  const room = Math.max(10, columns - question.length - 3);
  return `${config.style.good("✔")} ${config.style.strong(question)} ${config.style.place(cutTo(names, room))}`;
};

/** On a narrow terminal the question leaves room for what is typed. */
const questionOf = ({ question }: SearchableConfig<unknown>, columns: number): string =>
  cutTo(escapeLine(question), Math.max(12, columns - 14));

const entryLines = (
  { style, several }: SearchableConfig<unknown>,
  { entries, active, marked, rows }: ListState,
  columns: number,
): string[] => {
  const start = windowStart(entries.length, active, rows);
  const shown = entries.slice(start, start + rows);
  const cells = shown.map((entry) => [...entry.cells.map(escapeLine)]);
  const widths = cellWidths(cells, columns);
  return shown.map((entry, i) => {
    const isActive = start + i === active;
    const box = several ? (marked.some(({ value }) => value === entry.value) ? "[x] " : "[ ] ") : "";
    const text = widths.map((width, n) => padTo(cutTo(cells[i]?.[n] ?? "", width), width));
    const taken = entry.taken === undefined ? "" : `  (${entry.taken})`;
    const line = `${isActive ? ">" : " "} ${entry.taken === undefined ? box : several ? "[-] " : ""}${text.join("  ").trimEnd()}${taken}`;
    const mark = isActive ? style.place : entry.taken === undefined ? (plain: string) => plain : style.faint;
    return mark(cutTo(line, columns));
  });
};

const number = new Intl.NumberFormat("en-US");

/** What a single one is called: `key` of `keys`, `user or role` of `users and roles`. */
export const oneOf = (things: string): string => things.replace(/s\b/g, "").replace(" and ", " or ");

/** `12 of 5,004 keys, 2 marked; more are coming…` */
const countWords = (
  { feed, things, foot = [] }: SearchableConfig<unknown>,
  { entries, marked, term }: ListState,
): string => {
  const all = feed.entries().filter(({ when }) => when !== (term.trim() === "" ? "typed" : "untyped")).length;
  const found = entries.length - (foot.length === 0 ? 0 : matching(foot, term).length);
  const state = feed.state();
  const count = term.trim() === "" ? number.format(all) : `${number.format(found)} of ${number.format(all)}`;
  const chosen = marked.length === 0 ? "" : `, ${marked.length} marked`;
  const counted = `${count} ${count === "1" ? oneOf(things) : things}`;
  if (typeof state === "object") return `  ${counted}${chosen}; ${escapeLine(state.failed)}`;
  return `  ${counted}${chosen}${state === "loading" ? "; more are coming…" : ""}`;
};

/** The keys, in as many words as there is room for. */
const keyWords = ({ several, shortcuts = [] }: SearchableConfig<unknown>, columns: number): string => {
  const more = shortcuts.map(({ ctrl, to }) => `, Ctrl-${ctrl.toUpperCase()} ${to}`).join("");
  const ways = several
    ? [
        `  Type to search, ↑↓ move, Space marks, Ctrl-A all, Enter takes, Esc goes back${more}`,
        `  Space marks, Enter takes, Esc back${more}`,
      ]
    : [
        `  Type to search, ↑↓ move, Enter takes the line, Esc goes back${more}`,
        `  Type to search, Enter takes, Esc back${more}`,
        ...(shortcuts.length === 0 ? ["  Type to search, Enter, Esc back"] : []),
        `  Enter, Esc${shortcuts.map(({ ctrl, to }) => `, ^${ctrl.toUpperCase()} ${to}`).join("")}`,
      ];
  return ways.find((way) => shownWidth(way) <= columns) ?? ways.at(-1) ?? "";
};
