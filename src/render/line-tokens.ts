import { diffArrays } from "diff";

/** A token of a line, and whether the other line of the pair has it not. */
export interface LineToken {
  readonly text: string;
  readonly differs: boolean;
}

/** A quoted string is one token, whatever is in it; so is a word, a run of white space, and each bracket and comma. */
const token = /"(?:[^"\\]|\\.)*"|'[^']*'|\s+|[[\]{},]|[^\s"'[\]{},]+|["']/g;

/** The words, signs and gaps of a line, in its order. */
export const tokensOf = (line: string): readonly string[] => line.match(token) ?? [];

/**
 * Both lines token by token, each marked where it differs from the other: a value differs as a whole, never in a part. Undefined
 * where less than half of the values of the shorter line are in both: they are two lines then, not one that was changed.
 */
export const compareLines = (
  removed: string,
  added: string,
): { readonly removed: readonly LineToken[]; readonly added: readonly LineToken[] } | undefined => {
  const parts = diffArrays([...tokensOf(removed)], [...tokensOf(added)]);
  const common = parts.filter((part) => !part.added && !part.removed).flatMap(({ value }) => value);
  const shorter = Math.min(...[removed, added].map((line) => tokensOf(line).filter(isWord).length));
  if (common.filter(isWord).length * 2 < shorter) return undefined;
  const side = (others: "added" | "removed") =>
    parts
      .filter((part) => !part[others])
      .flatMap(({ value, added: isAdded, removed: isRemoved }) =>
        value.map((text) => ({ text, differs: isAdded || isRemoved })),
      );
  return { removed: side("added"), added: side("removed") };
};

const isWord = (text: string): boolean => /[^\s[\]{},:]/.test(text);
