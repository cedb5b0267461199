import type { KeyTarget } from "../ports.ts";
import { alignColumns, cutTo } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import type { Style } from "./style.ts";

/** The keys as a table, one a line, cut to `columns` where a terminal has no more; further aliases are counted. */
export const renderKeys = (keys: readonly KeyTarget[], style: Style, columns = Infinity): string => {
  if (keys.length === 0) return "no keys\n";
  const manager = keys.some((key) => key.manager === "AWS");
  const rows = keys.map((key) => [
    aliasWords(key),
    ...[key.id, key.state, key.spec, ...(manager ? [key.manager] : [])].map(escapeLine),
  ]);
  const head = ["ALIAS", "KEY", "STATE", "SPEC", ...(manager ? ["MANAGER"] : [])];
  const lines = alignColumns([head, ...rows]).split("\n");
  return lines.map((line, i) => (i === 0 ? style.strong : String)(cutTo(line, columns))).join("\n");
};

const aliasWords = ({ aliases }: KeyTarget): string => {
  const [first, ...others] = aliases;
  if (first === undefined) return "-";
  return escapeLine(first) + (others.length > 0 ? ` (+${others.length})` : "");
};
