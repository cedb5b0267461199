import type { Position } from "../policy/text/position.ts";

/** The offset at which each line of a text starts. Lines as in `positionAt`. */
export const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  // The usual text is gone through several times faster without a regular expression.
  if (text.includes("\r"))
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  else for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

/** A function that finds the line and column of an offset quickly, however many are asked for. Lines as in `positionAt`. */
export const positionFinder = (text: string): ((offset: number) => Position) => {
  const starts = lineStarts(text);
  return (offset) => {
    const at = Math.min(offset, text.length);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
};
