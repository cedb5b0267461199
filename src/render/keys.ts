import { alignColumns, cutTo } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { type KeyColumn, keyColumns, type ListedKey } from "./key-columns.ts";
import type { Style } from "./style.ts";
import { shownWidth } from "./width.ts";

/** What is kept longest where a terminal has not room for all of it. */
const kept: readonly KeyColumn[] = ["alias", "last-use", "state", "key", "spec", "manager"];

/** The columns that stand whole beside each other on a terminal of so many, and those that do not. */
export const fittingColumns = (
  keys: readonly ListedKey[],
  shown: readonly KeyColumn[],
  columns: number,
): { readonly fitting: readonly KeyColumn[]; readonly leftOut: readonly KeyColumn[] } => {
  let [room, isFull] = [columns + 2, false];
  const fitting = kept.filter((name) => {
    if (!shown.includes(name)) return false;
    room -= 2 + Math.max(...[keyColumns[name].head, ...keys.map((key) => cellOf(name, key))].map(shownWidth));
    isFull ||= room < 0 && name !== "alias";
    return !isFull;
  });
  return {
    fitting: shown.filter((name) => fitting.includes(name)),
    leftOut: shown.filter((name) => !fitting.includes(name)),
  };
};

/** A key that only its id names: the rest beside it, or where there is no room in its columns below. */
const namedById = (
  key: ListedKey,
  shown: readonly KeyColumn[],
  { aligned, columns }: { readonly aligned: string; readonly columns: number },
): string => {
  const id = escapeLine(key.summary.id);
  const line = [id, ...shown.slice(1).map((name) => cellOf(name, key))].join("  ");
  return shownWidth(line) <= columns ? line : `${id}\n${aligned.replace(/^-/, " ")}`;
};

const cellOf = (name: KeyColumn, key: ListedKey): string => escapeLine(keyColumns[name].cell(key) ?? "?");

/** A key that is not usable stands out: what is pending for deletion most. Its alias may hold the same word, so the last one is meant. */
const withState = (line: string, state: string, style: Style): string => {
  if (state === "Enabled") return line;
  const mark = state.endsWith("Deletion") ? style.bad : style.warning;
  const at = line.lastIndexOf(`  ${state}`);
  return at < 0 ? line : `${line.slice(0, at)}  ${mark(state)}${line.slice(at + 2 + state.length)}`;
};

/** The keys as a table, one a line, cut to `columns` where a terminal has no more. What is not known is a question mark. */
export const renderKeys = (
  keys: readonly ListedKey[],
  shown: readonly KeyColumn[],
  style: Style,
  columns = Infinity,
): string => {
  const head = shown.map((name) => keyColumns[name].head);
  const rows = keys.map((key) => shown.map((name) => cellOf(name, key)));
  const lines = alignColumns([head, ...rows]).split("\n");
  if (!shown.includes("key") && shown[0] === "alias")
    for (const [i, key] of keys.entries())
      if (key.summary.aliases.length === 0)
        lines[i + 1] = namedById(key, shown, { aligned: lines[i + 1] ?? "", columns });
  return lines
    .map((line, i) => {
      const state = keys[i - 1]?.described?.target.state;
      const cut = line
        .split("\n")
        .map((part) => cutTo(part, columns))
        .join("\n");
      return i === 0 ? style.strong(cut) : state === undefined ? cut : withState(cut, state, style);
    })
    .join("\n");
};
