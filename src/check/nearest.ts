/** Words longer than this are compared by no one: nothing of the policy language is near to them. */
const longest = 64;

/** The candidate that differs from `word` only in case or by at most `bound` edits (two); the first of the nearest, else undefined. */
export const nearest = (
  word: string,
  candidates: readonly string[],
  bound = word.length > 4 ? 2 : 1,
): string | undefined => {
  const folded = word.toLowerCase();
  let best: string | undefined;
  let least = bound + 1;
  for (const candidate of candidates) {
    const distance = editDistance(folded, candidate.toLowerCase(), least - 1);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
};

/** The nearest candidate where no other is as near: the one safe correction of a spelling. */
export const nearestOnly = (word: string, candidates: readonly string[]): string | undefined => {
  const first = nearest(word, candidates);
  const last = nearest(word, [...candidates].reverse());
  return first === last ? first : undefined;
};

/**
 * Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`; any number above `bound` where more
 * than `bound` are needed. Only the band of the table that can stay within the bound is filled in.
 */
export const editDistance = (a: string, b: string, bound: number): number => {
  if (Math.abs(a.length - b.length) > bound || a.length > longest) return bound + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: Math.min(b.length, bound) + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = i <= bound ? [i] : [];
    let least = at(row, 0);
    for (let j = Math.max(1, i - bound); j <= Math.min(b.length, i + bound); j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, at(beforeLast, j - 2) + 1);
      row[j] = steps;
      least = Math.min(least, steps);
    }
    if (least > bound) return bound + 1;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? bound + 1;
};

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
