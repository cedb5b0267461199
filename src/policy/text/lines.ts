import type { Span } from "./text-edit.ts";

/** Offset of the first character of the line that `offset` is on. */
export const lineStart = (text: string, offset: number): number => {
  let at = offset;
  while (at > 0 && !isLineEnd(text[at - 1])) at -= 1;
  return at;
};

/** Offset of the end of that line, before its line end. */
export const lineEnd = (text: string, offset: number): number => {
  let at = offset;
  while (at < text.length && !isLineEnd(text[at])) at += 1;
  return at;
};

/** The line with one line end: the one before it, or on the first line the one after it. Deleting it removes the line. */
export const wholeLine = (text: string, { start, end }: Span): Span => {
  const first = lineStart(text, start);
  const last = lineEnd(text, end);
  const before = text.slice(Math.max(0, first - 2), first) === "\r\n" ? 2 : 1;
  if (first > 0) return { start: first - before, end: last };
  const after = text.startsWith("\r\n", last) ? 2 : 1;
  return { start: first, end: Math.min(text.length, last + after) };
};

/** The white space at the beginning of the line that `offset` is on. */
export const indentAt = (text: string, offset: number): string => {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
};

/** True where nothing but white space stands before `offset` on its line. */
export const beginsLine = (text: string, offset: number): boolean =>
  indentAt(text, offset).length === offset - lineStart(text, offset);

/** True where a stretch of text goes over more than one line. */
export const hasLineEnd = (text: string): boolean => /[\r\n]/.test(text);

/** The line end that a text uses: that of its first line, else LF. */
export const lineEndOf = (text: string): string => /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";

const isLineEnd = (character: string | undefined): boolean => character === "\n" || character === "\r";
