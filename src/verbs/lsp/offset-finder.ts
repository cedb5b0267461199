import { lineStarts } from "../../check/line-starts.ts";
import type { Position } from "../../policy/text/position.ts";

/** A function from line and column, counted from 1, to an offset. Lines as in `positionAt`. */
export const offsetFinder = (text: string): ((place: Position) => number) => {
  const starts = lineStarts(text);
  return ({ line, column }) => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
};
