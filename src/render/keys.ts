import { alignColumns, cutTo } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { type KeyColumn, keyColumns, type ListedKey } from "./key-columns.ts";
import type { Style } from "./style.ts";

/** The keys as a table, one a line, cut to `columns` where a terminal has no more. What is not known is a question mark. */
export const renderKeys = (
  keys: readonly ListedKey[],
  shown: readonly KeyColumn[],
  style: Style,
  columns = Infinity,
): string => {
  if (keys.length === 0) return "no keys\n";
  const head = shown.map((name) => keyColumns[name].head);
  const rows = keys.map((key) => shown.map((name) => escapeLine(keyColumns[name].cell(key) ?? "?")));
  const lines = alignColumns([head, ...rows]).split("\n");
  return lines.map((line, i) => (i === 0 ? style.strong : String)(cutTo(line, columns))).join("\n");
};
