import { stripVTControlCharacters } from "node:util";
import { shownWidth } from "./width.ts";

/** The first lines of a page, as many as fit so many rows, and below them how many more there are and where; all of a page that fits. */
export const beginning = (
  page: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  where: string,
): string => {
  const lines = page.replace(/\n$/, "").split("\n");
  const heights = lines.map((line) => Math.max(1, Math.ceil(widthOf(line) / columns)));
  const upTo = (room: number): number => {
    let used = 0;
    const over = heights.findIndex((height) => (used += height) > room);
    return over < 0 ? lines.length : over;
  };
  if (upTo(rows) === lines.length) return page;
  const shown = upTo(rows - 1);
  return [...lines.slice(0, shown), `… ${lines.length - shown} more lines; ${where}`, ""].join("\n");
};

const widthOf = (line: string): number => shownWidth(stripVTControlCharacters(line));
