import type { JsonPath } from "../syntax.ts";

/** A place in a text as people count: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin. Line ends are LF, CRLF or a lone CR. */
const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return starts;
};

/** The lines of the text that was asked of last: a long one holds thousands of places, and is asked of for each. */
let last: { readonly text: string; readonly starts: readonly number[] } | undefined;

/** Letters from which on the lines of a text are kept. */
const long = 64 * 1024;

const startsIn = (text: string): readonly number[] => {
  if (text.length < long) return lineStarts(text);
  if (last?.text !== text) last = { text, starts: lineStarts(text) };
  return last.starts;
};

/** Line and column of an offset. */
export const positionAt = (text: string, offset: number): Position => {
  const starts = startsIn(text);
  let line = 1;
  for (let above = starts.length; line < above;) {
    const middle = (line + above) >> 1;
    if ((starts[middle] ?? 0) <= offset) line = middle + 1;
    else above = middle;
  }
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
};

/** The text of a line, counted from 1, without its end; nothing where there is no such line. */
export const lineOfText = (text: string, line: number): string => {
  const starts = startsIn(text);
  const start = starts[line - 1];
  return start === undefined ? "" : text.slice(start, starts[line]).replace(/(?:\r\n?|\n)$/, "");
};

/** A path as a JSON Pointer (RFC 6901): `["Statement", 0, "Action"]` is `/Statement/0/Action`. */
export const jsonPointer = (path: JsonPath): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The path of a JSON Pointer (RFC 6901); what is a number counts the items of a list. */
export const pointerPath = (pointer: string): JsonPath =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
