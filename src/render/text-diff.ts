import { escapeLine } from "./escape.ts";
import { wrapWords } from "./columns.ts";
import { foldLine } from "./fold-line.ts";
import { type Piece } from "./line-groups.ts";
import { compareLines, tokensOf } from "./line-tokens.ts";
import { plainStyle, unmarked, type Mark, type Style } from "./style.ts";

/** How much of a diff is shown: so many lines, each so wide, and the hint that names what shows the rest. */
export interface DiffLimit {
  readonly lines: number;
  readonly more: string;
  /** Longer lines are folded by element. Undefined: lines stay whole. */
  readonly columns?: number | undefined;
}

/**
 * A unified diff for people: escaped, removed and added lines marked, the differing values marked where two lines are
 * alike. The text stays a valid unified diff as long as nothing is cut or folded and nothing had to be escaped.
 */
export const renderTextDiff = (unified: string, style: Style, limit?: DiffLimit): string => {
  if (!limit && style === plainStyle) return escaped(unified);
  const columns = limit?.columns ?? Infinity;
  const pieces = blocks(unified.split("\n")).flatMap((block) => renderBlock(block, style));
  const lines = pieces.flatMap((line) => foldLine(line, columns));
  while (lines.at(-1) === "") lines.pop();
  const all = lines.map((line) => `${line}\n`);
  if (!limit) return all.join("");
  const hidden = Math.max(0, lines.length - limit.lines);
  const isFolded = pieces.some((line) => line.map(({ text }) => text).join("").length > columns);
  const cut = [
    ...(hidden === 0 ? [] : [`${hidden} more ${hidden === 1 ? "line" : "lines"}`]),
    ...(isFolded ? ["long lines are folded"] : []),
  ];
  const more =
    cut.length === 0
      ? ""
      : `${style.faint(wrapWords(`… ${cut.join(", ")}; ${limit.more}`, columns, "  "))}\n`;
  return all.slice(0, limit.lines).join("") + more;
};

/** What is neither marked nor folded need not be taken apart to find what differs. */
const escaped = (unified: string): string => {
  const lines = unified.split("\n").map((line) => escapeTabbed(line.replace(/\r$/, "")));
  while (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `${line}\n`).join("");
};

/** Either one line that is context or head, or a run of removed lines with the run of added ones after it. */
interface Block {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly other?: string;
}

const isHead = (line: string): boolean => /^(--- |\+\+\+ |@@ |={20})/.test(line);

const blocks = (lines: readonly string[]): Block[] => {
  const found: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const removed = runOf(lines, at, "-");
    const added = runOf(lines, at + removed.length, "+");
    if (removed.length + added.length > 0) found.push({ removed, added });
    else found.push({ removed, added, other: lines[at] ?? "" });
    at += Math.max(1, removed.length + added.length);
  }
  return found;
};

const runOf = (lines: readonly string[], from: number, sign: string): readonly string[] => {
  let end = from;
  while ((lines[end] ?? "").startsWith(sign) && !isHead(lines[end] ?? "")) end += 1;
  return lines.slice(from, end);
};

const renderBlock = ({ removed, added, other }: Block, style: Style): (readonly Piece[])[] => {
  if (other !== undefined) return [otherPieces(other, style)];
  const pairs = removed.map((line, i) =>
    removed.length === added.length ? compareLines(bare(line), bare(added[i] ?? "")) : undefined,
  );
  const marked = (side: "removed" | "added", line: string, i: number): readonly Piece[] => {
    const tokens = pairs[i]?.[side] ?? tokensOf(bare(line)).map((text) => ({ text, differs: true }));
    const word = pairs[i] === undefined ? style[side] : style[`${side}Word`];
    const pieces = tokens.map(({ text, differs }) => pieceOf(text, differs ? word : style[side], differs));
    return [{ text: line.slice(0, 1), mark: style[side], differs: true }, ...pieces];
  };
  return [
    ...removed.map((line, i) => marked("removed", line, i)),
    ...added.map((line, i) => marked("added", line, i)),
  ];
};

const otherPieces = (line: string, style: Style): readonly Piece[] => {
  const mark = otherMark(line, style);
  const [sign, rest] = line.startsWith(" ") ? [" ", bare(line)] : ["", line];
  return [sign, ...tokensOf(rest.replace(/\r$/, ""))].map((text) => pieceOf(text, mark, false));
};

const otherMark = (line: string, style: Style): Mark => {
  if (line.startsWith("@@ ")) return style.place;
  if (line.startsWith("--- ") || line.startsWith("+++ ")) return style.strong;
  return line.startsWith("\\") ? style.faint : unmarked;
};

/** Without its sign, and the carriage return that belongs to the line end; any other one is shown. */
const bare = (line: string): string => line.slice(1).replace(/\r$/, "");

const pieceOf = (text: string, mark: Mark, differs: boolean): Piece => ({
  text: escapeTabbed(text),
  mark,
  differs,
});

/** Tabs are safe inside a line. */
const escapeTabbed = (text: string): string => text.split("\t").map(escapeLine).join("\t");
