import { hasLineEnd } from "./lines.ts";
import type { Span } from "./text-edit.ts";

/** What stands between two elements of a `[…]` or `{…}`: white space, comments and at most one comma. */
export interface Gap extends Span {
  readonly comma: Span | undefined;
  /** In text order. A comment of `line` form ends with its line. */
  readonly comments: readonly Comment[];
}

export interface Comment extends Span {
  readonly line: boolean;
  /** It stands on the line on which the gap begins: it belongs to what is before it. */
  readonly trailing: boolean;
}

const token = /\s+|,|\/\*[^]*?\*\/|(?:\/\/|#)[^\r\n]*/y;

/** Reads a gap. Comments are those of JSONC and of YAML. */
export const gapBetween = (text: string, start: number, end: number): Gap => {
  const comments: Comment[] = [];
  let comma: Span | undefined;
  let trailing = true;
  let at = start;
  while (at < end) {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined) break;
    const place = { start: at, end: at + found.length };
    if (found === ",") comma ??= place;
    else if (found.trim() !== "") comments.push({ ...place, line: !found.startsWith("/*"), trailing });
    trailing &&= !hasLineEnd(found);
    at = place.end;
  }
  return { start, end, comma, comments };
};
