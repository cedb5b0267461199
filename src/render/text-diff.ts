import { diffWordsWithSpace } from "diff";
import { escapeLine } from "./escape.ts";
import type { Style } from "./style.ts";

/** How much of a diff is shown: at most so many lines, and the hint that names what shows the rest. */
export interface DiffLimit {
  readonly lines: number;
  readonly more: string;
}

/**
 * A unified diff for people: escaped, removed and added lines marked, the differing words marked where two lines are
 * alike. The text stays a valid unified diff as long as nothing is cut and nothing had to be escaped.
 */
export const renderTextDiff = (unified: string, style: Style, limit?: DiffLimit): string => {
  const lines = blocks(unified.split("\n")).flatMap((block) => renderBlock(block, style));
  while (lines.at(-1) === "") lines.pop();
  if (!limit || lines.length <= limit.lines) return lines.map((line) => `${line}\n`).join("");
  const shown = lines.slice(0, limit.lines).map((line) => `${line}\n`);
  const hidden = lines.length - limit.lines;
  return `${shown.join("")}${style.faint(`… ${hidden} more ${hidden === 1 ? "line" : "lines"}; ${limit.more}`)}\n`;
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

const renderBlock = ({ removed, added, other }: Block, style: Style): string[] => {
  if (other !== undefined) return [renderOther(other, style)];
  const pairs = removed.length === added.length ? removed.length : 0;
  const old = removed.map((line, i) =>
    pairs ? markWords(line, added[i] ?? "", "removed", style) : undefined,
  );
  const fresh = added.map((line, i) =>
    pairs ? markWords(removed[i] ?? "", line, "added", style) : undefined,
  );
  return [
    ...removed.map((line, i) => old[i] ?? style.removed(visible(line))),
    ...added.map((line, i) => fresh[i] ?? style.added(visible(line))),
  ];
};

const renderOther = (line: string, style: Style): string => {
  if (line.startsWith("@@ ")) return style.place(visible(line));
  if (line.startsWith("--- ") || line.startsWith("+++ ")) return style.strong(visible(line));
  return line.startsWith("\\") ? style.faint(visible(line)) : visible(line);
};

/** A trailing carriage return belongs to the line end; any other one is shown. Tabs are safe inside a line. */
const visible = (line: string): string => line.replace(/\r$/, "").split("\t").map(escapeLine).join("\t");

/** The line with its differing words marked, or undefined where the two lines have less than half in common. */
const markWords = (
  oldLine: string,
  newLine: string,
  side: "removed" | "added",
  style: Style,
): string | undefined => {
  const parts = diffWordsWithSpace(oldLine.slice(1), newLine.slice(1));
  const common = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, part) => sum + part.value.trim().length, 0);
  if (common * 2 < Math.min(oldLine.length, newLine.length)) return undefined;
  const word = side === "removed" ? style.removedWord : style.addedWord;
  const rest = side === "removed" ? style.removed : style.added;
  const shown = parts
    .filter((part) => (side === "removed" ? !part.added : !part.removed))
    .map((part) => ((side === "removed" ? part.removed : part.added) ? word : rest)(visible(part.value)));
  return rest(side === "removed" ? "-" : "+") + shown.join("");
};
