/** A stretch of text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts `text` in the place of a stretch. An empty stretch is an insertion, an empty text a deletion. */
export interface Replacement extends Span {
  readonly text: string;
}

/** The text with all replacements made. They must not overlap; those at the same place are made in the given order. */
export const applyReplacements = (text: string, replacements: readonly Replacement[]): string => {
  const ordered = [...replacements].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (start < at) throw new Error(`replacements overlap at offset ${start}`);
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
};

/** Deletes a stretch. */
export const deletion = ({ start, end }: Span): Replacement => ({ start, end, text: "" });

/** Inserts at an offset. */
export const insertion = (start: number, text: string): Replacement => ({ start, end: start, text });
