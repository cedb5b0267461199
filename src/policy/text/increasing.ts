import type { Match } from "../merge/match-items.ts";

/** The longest run of matches that keeps the order of both lists; the others have moved. */
export const increasing = (matches: readonly Match[]): readonly Match[] => {
  const ordered = [...matches].sort((a, b) => a.before - b.before);
  // ends[n] is the run of length n + 1 with the smallest end; previous links a match to the run that it prolongs.
  const ends: Match[] = [];
  const previous = new Map<Match, Match>();
  for (const match of ordered) {
    const at = firstNotBelow(ends, match.after);
    const before = ends[at - 1];
    if (before) previous.set(match, before);
    ends[at] = match;
  }
  const run: Match[] = [];
  for (let match = ends.at(-1); match; match = previous.get(match)) run.push(match);
  return run.reverse();
};

const firstNotBelow = (ends: readonly Match[], after: number): number => {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.after ?? Infinity) < after) low = middle + 1;
    else high = middle;
  }
  return low;
};
