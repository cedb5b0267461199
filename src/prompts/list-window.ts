import type { Entry } from "../questions.ts";

/**
 * The entries that hold every word of `term`, whatever its case, in one of their cells. Those whose name begins with it
 * come first, then those that have it in their name, then the others; within each the order stays.
 */
export const matching = <T>(entries: readonly Entry<T>[], term: string): readonly Entry<T>[] => {
  const sought = term.trim().toLowerCase();
  if (sought === "") return entries;
  const words = sought.split(/ +/);
  const found: [Entry<T>[], Entry<T>[], Entry<T>[]] = [[], [], []];
  for (const entry of entries) {
    const text = entry.cells.join("\t").toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const at = (entry.cells[0] ?? "").toLowerCase().indexOf(sought);
    found[at === 0 ? 0 : at > 0 ? 1 : 2].push(entry);
  }
  return found.flat();
};

/** Where a window of `size` lines begins so that the active line is in it, in the middle where there is room. */
export const windowStart = (length: number, active: number, size: number): number =>
  Math.max(0, Math.min(active - Math.floor(size / 2), length - size));

/** Widths of the columns of what is shown; the first takes no more than its share of the line. */
export const cellWidths = (rows: readonly (readonly string[])[], columns: number): readonly number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, i) => {
    const widest = Math.max(0, ...rows.map((row) => row[i]?.length ?? 0));
    return count === 1 ? widest : Math.min(widest, Math.floor(columns * 0.6));
  });
};
