import { lineEnd, lineStart } from "../policy/text/lines.ts";
import type { Span } from "../policy/text/text-edit.ts";

/** A stretch of a document as a text of its own: without the indentation that its place gives it. */
export interface Embedded {
  readonly text: string;
  readonly placeOf: (offset: number) => number;
  /** The document with another text in its place; lines that stay keep every byte. */
  readonly put: (text: string) => string;
}

interface Line {
  /** Where its text begins in the document, behind the indentation. */
  readonly at: number;
  /** As in the document, its line end included. */
  readonly raw: string;
  /** Without the indentation. */
  readonly own: string;
}

/** Takes a stretch out of a document, its lines but the first shifted to the left by `indent` columns where they have those. */
export const embedded = (document: string, { start, end }: Span, indent: number): Embedded => {
  const lines = linesOf(document, start, end, indent);
  const text = lines.map(({ own }) => own).join("");
  const starts: number[] = [];
  let length = 0;
  for (const { own } of lines) {
    starts.push(length);
    length += own.length;
  }
  return {
    text,
    placeOf: (offset) => {
      const index = Math.max(
        0,
        starts.findLastIndex((from) => from <= offset),
      );
      return (lines[index]?.at ?? start) + offset - (starts[index] ?? 0);
    },
    put: (fresh) =>
      document.slice(0, start) + written(lines, fresh, " ".repeat(indent)) + document.slice(end),
  };
};

const linesOf = (document: string, start: number, end: number, indent: number): readonly Line[] =>
  splitLines(document.slice(start, end)).map(({ line: raw, offset }, index) => {
    const space = index === 0 ? 0 : Math.min(indent, /^ */.exec(raw)?.[0].length ?? 0);
    return { at: start + offset + space, raw, own: raw.slice(space) };
  });

const splitLines = (text: string): readonly { readonly line: string; readonly offset: number }[] => {
  const lines: { line: string; offset: number }[] = [];
  let offset = 0;
  for (const line of text.split(/(?<=\n|\r(?!\n))/)) {
    lines.push({ line, offset });
    offset += line.length;
  }
  return lines.length === 0 ? [{ line: "", offset: 0 }] : lines;
};

const written = (lines: readonly Line[], fresh: string, indent: string): string => {
  const last = lines.at(-1)?.own ?? "";
  const trimmed = /[\r\n]$/.test(last) ? fresh : fresh.replace(/(?:\r\n|\n|\r)$/, "");
  const next = splitLines(trimmed).map(({ line }) => line);
  let before = 0;
  while (before < next.length && before < lines.length && next[before] === lines[before]?.own) before += 1;
  let after = 0;
  while (
    after < Math.min(next.length, lines.length) - before &&
    next[next.length - 1 - after] === lines[lines.length - 1 - after]?.own
  )
    after += 1;
  const middle = next
    .slice(before, next.length - after)
    .map((line, index) => (before + index === 0 || line.trim() === "" ? line : indent + line));
  return [
    ...lines.slice(0, before).map(({ raw }) => raw),
    ...middle,
    ...lines.slice(lines.length - after).map(({ raw }) => raw),
  ].join("");
};

/** The columns that stand before a place on its line. */
export const columnsBefore = (document: string, at: number): number => at - lineStart(document, at);

/** The end of the line on which a stretch ends. */
export const toLineEnd = (document: string, { start, end }: Span): Span => ({
  start,
  end: lineEnd(document, end),
});
