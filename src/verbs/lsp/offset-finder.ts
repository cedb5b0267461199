import type { Position } from "../../policy/text/position.ts";

/** A function from line and column, counted from 1, to an offset. Lines as in `positionAt`. */
export const offsetFinder = (text: string): ((place: Position) => number) => {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return ({ line, column }) => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
};
