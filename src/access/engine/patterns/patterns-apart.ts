import { type Pattern, takes, type Token } from "./pattern.ts";

/**
 * Whether no text matches both patterns, as far as their beginnings and their ends tell, up to the first star on either side. `false`:
 * it may be that none does.
 */
export const neverBoth = (left: Pattern, right: Pattern): boolean =>
  differ(left, right, (at) => at) || differ(left, right, (at) => -1 - at);

const differ = (left: Pattern, right: Pattern, place: (at: number) => number): boolean => {
  for (let at = 0; ; at += 1) {
    const [one, other] = [left.at(place(at)), right.at(place(at))];
    if (!one || !other || one.star || other.star) return false;
    if (!shareCharacter(one, other)) return true;
  }
};

const shareCharacter = (one: Token, other: Token): boolean => {
  if (one.only === undefined) return other.only === undefined || shareCharacter(other, one);
  return Array.from(one.only).some((character) => takes(other, character));
};

/** Patterns in groups, such that no text matches two of different groups. */
export const groupsApart = (patterns: readonly Pattern[]): readonly (readonly Pattern[])[] => {
  let groups: (readonly Pattern[])[] = [];
  for (const pattern of patterns) {
    const isApart = (group: readonly Pattern[]): boolean => group.every((other) => neverBoth(pattern, other));
    const near = groups.filter((group) => !isApart(group));
    groups = [...groups.filter(isApart), [...near.flat(), pattern]];
  }
  return groups;
};
