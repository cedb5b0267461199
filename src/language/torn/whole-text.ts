/** A text to which what is missing was added, and how places of the one are places of the other. */
export interface WholeText {
  readonly text: string;
  /** Where an offset of `text` is in the given one; of what was added, where it was put in. */
  readonly back: (offset: number) => number;
  /** Whether the character at an offset of `text` was added. */
  readonly isAdded: (offset: number) => boolean;
}

/** What is put in where, in the order of the places. */
export interface Addition {
  readonly at: number;
  readonly text: string;
}

/** A text with additions. */
export const withAdditions = (given: string, additions: readonly Addition[]): WholeText => {
  const sorted = additions.toSorted((one, other) => one.at - other.at);
  const placed: { readonly start: number; readonly end: number; readonly at: number }[] = [];
  let text = "";
  let last = 0;
  for (const addition of sorted) {
    text += given.slice(last, addition.at);
    placed.push({ start: text.length, end: text.length + addition.text.length, at: addition.at });
    text += addition.text;
    last = addition.at;
  }
  const before = (offset: number) => placed.findLast(({ start }) => start <= offset);
  return {
    text: text + given.slice(last),
    back: (offset) => {
      const one = before(offset);
      return !one ? offset : offset < one.end ? one.at : one.at + offset - one.end;
    },
    isAdded: (offset) => offset < (before(offset)?.end ?? -1),
  };
};
