import { diffWordsWithSpace } from "diff";
import { escapeLine } from "./escape.ts";
import { wrapWords } from "./columns.ts";
import { foldLine, type Piece } from "./fold-line.ts";
import type { Mark, Style } from "./style.ts";

/** How much of a diff is shown: so many lines, each so wide, and the hint that names what shows the rest. */
export interface DiffLimit {
  readonly lines: number;
  readonly more: string;
  /** Longer lines are folded around what differs. Undefined: lines stay whole. */
  readonly columns?: number | undefined;
}

/**
 * A unified diff for people: escaped, removed and added lines marked, the differing words marked where two lines are
 * alike. The text stays a valid unified diff as long as nothing is cut or folded and nothing had to be escaped.
 */
export const renderTextDiff = (unified: string, style: Style, limit?: DiffLimit): string => {
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
  if (other !== undefined) return [[otherPiece(other, style)]];
  const arePairs = removed.length === added.length;
  const whole = (line: string, mark: Mark): Piece[] => [{ text: visible(line), mark, differs: true }];
  const marked = (side: "removed" | "added", line: string, i: number) =>
    (arePairs ? markWords(removed[i] ?? "", added[i] ?? "", side, style) : undefined) ??
    whole(line, style[side]);
  return [
    ...removed.map((line, i) => marked("removed", line, i)),
    ...added.map((line, i) => marked("added", line, i)),
  ];
};

const otherPiece = (line: string, style: Style): Piece => ({
  text: visible(line),
  mark: otherMark(line, style),
  differs: false,
});

const otherMark = (line: string, style: Style): Mark => {
  if (line.startsWith("@@ ")) return style.place;
  if (line.startsWith("--- ") || line.startsWith("+++ ")) return style.strong;
  return line.startsWith("\\") ? style.faint : (text) => text;
};

/** A trailing carriage return belongs to the line end; any other one is shown. Tabs are safe inside a line. */
const visible = (line: string): string => line.replace(/\r$/, "").split("\t").map(escapeLine).join("\t");

/** The line with its differing words marked, or undefined where the two lines have less than half in common. */
const markWords = (
  oldLine: string,
  newLine: string,
  side: "removed" | "added",
  style: Style,
): Piece[] | undefined => {
  const parts = diffWordsWithSpace(oldLine.slice(1), newLine.slice(1));
  const common = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, part) => sum + part.value.trim().length, 0);
  if (common * 2 < Math.min(oldLine.length, newLine.length)) return undefined;
  // What only the other side has leaves an empty piece: both sides are folded around the same places.
  const pieces = parts.map(({ value, added, removed }) => {
    const isOthers = side === "removed" ? added : removed;
    const differs = added || removed;
    return {
      text: isOthers ? "" : visible(value),
      mark: differs ? style[`${side}Word`] : style[side],
      differs,
    };
  });
  return [{ text: side === "removed" ? "-" : "+", mark: style[side], differs: true }, ...pieces];
};
