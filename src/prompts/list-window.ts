import type { Entry } from "../questions.ts";
import { shownWidth } from "../render/width.ts";

/**
 * The entries that hold every word of `term`, whatever its case, in one of their cells. Those whose name, or whose name
 * behind its path, begins with it come first; then those where a part of the name begins with it; then those that
 * have it elsewhere in the name; then those that have it in another cell. What is seldom wanted comes after all of
 * these. Among equals the order stays. Where none holds them, those that resemble what was typed.
 */
export const matching = <T>(entries: readonly Entry<T>[], term: string): readonly Entry<T>[] => {
  const sought = term.trim().toLowerCase();
  if (sought === "") return entries.filter(({ when }) => when !== "typed");
  const words = sought.split(/ +/);
  const found = holding(
    entries.filter(({ when }) => when !== "untyped"),
    words,
  );
  return found.length > 0 ? found : resembling(entries, sought);
};

const holding = <T>(entries: readonly Entry<T>[], words: readonly string[]): readonly Entry<T>[] => {
  const found: Entry<T>[][] = [];
  for (const entry of entries) {
    const text = textOf(entry);
    if (!words.every((word) => text.includes(word))) continue;
    const name = (entry.cells[0] ?? "").toLowerCase();
    const distance = words.reduce((sum, word) => sum + distanceTo(name, word), 0);
    const rank = distance + (entry.last === true ? words.length * farthest + 1 : 0);
    (found[rank] ??= []).push(entry);
  }
  return found.flat();
};

const textOf = <T>({ cells, seeks = [] }: Entry<T>): string => [...cells, ...seeks].join("\t").toLowerCase();

/** Where nothing holds what was typed, the entries one of whose names has its letters in that order, close together: `rprts` is alias/reports. */
const resembling = <T>(entries: readonly Entry<T>[], sought: string): readonly Entry<T>[] => {
  const letters = sought.match(/\S/gu) ?? [];
  if (letters.length < 3) return [];
  const inOrder = new RegExp(letters.map((letter) => letter.replace(/[^\w]/, "\\$&")).join(".{0,2}"), "u");
  return entries.filter(
    ({ cells, seeks = [], when }) =>
      when !== "untyped" &&
      [cells[0] ?? "", ...seeks.filter((name) => !name.startsWith("arn:"))].some((name) =>
        inOrder.test(name.toLowerCase()),
      ),
  );
};

const farthest = 3;

/** How far a word is from being what the name is called by: from 0 to `farthest`. */
const distanceTo = (name: string, word: string): number => {
  const at = name.indexOf(word);
  if (at < 0) return farthest;
  if (at === 0 || name.startsWith(word, afterPath(name))) return 0;
  return beginsPart(name, word, at) ? 1 : 2;
};

const afterPath = (name: string): number => Math.max(name.lastIndexOf("/"), name.lastIndexOf(":")) + 1;

const beginsPart = (name: string, word: string, first: number): boolean => {
  for (let at = first; at >= 0; at = name.indexOf(word, at + 1)) {
    if ("/:-_.@+ ".includes(name[at - 1] ?? "")) return true;
  }
  return false;
};

/** Where a window of `size` lines begins so that the active line is in it, in the middle where there is room. */
export const windowStart = (length: number, active: number, size: number): number =>
  Math.max(0, Math.min(active - Math.floor(size / 2), length - size));

/** The cursor, and a blank. */
const cursor = 2;

/** A third column that is cut to less than this tells nothing. */
const leastLast = 8;

/**
 * Widths of the columns of what is shown; the first takes no more than its share of the line, and leaves room for a short one beside it.
 * A last column with no room to speak of has none, and the others have its place.
 */
export const cellWidths = (rows: readonly (readonly string[])[], columns: number): readonly number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widest = Array.from({ length: count }, (_, i) =>
    Math.max(0, ...rows.map((row) => shownWidth(row[i] ?? ""))),
  );
  if (count === 1) return widest;
  const between = widest.slice(1, -1).reduce((sum, width) => sum + 2 + width, 0);
  const share = Math.floor(columns * 0.6);
  const first = Math.max(12, Math.min(share, columns - cursor - between));
  const widths = widest.map((width, i) => Math.min(width, i === 0 ? first : share));
  const left = columns - cursor - widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  if (count < 3 || left >= Math.min(leastLast, widths.at(-1) ?? 0)) return widths;
  return cellWidths(
    rows.map((row) => row.slice(0, count - 1)),
    columns,
  );
};
