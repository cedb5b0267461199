import { type Box, type Budget, intersection, spend } from "./box.ts";

/** What one policy allows, not yet worked out: in some box of `allow` and in none of `deny`. */
export interface Rights {
  readonly allow: readonly Box[];
  readonly deny: readonly Box[];
}

/**
 * Looks for one point that `gained` has and `held` has not, when the whole set is too large to write down. Goes depth first: each step
 * takes one box that the point may not be in, and leaves it through one dimension. Undefined: there is no such point.
 * Throws BudgetSpent when it cannot tell.
 */
export const findPoint = (gained: Rights, held: Rights, budget: Budget): Box | undefined => {
  for (const start of gained.allow) {
    const found = avoid(start, gained.deny, 0, budget, (free) => escape(free, held, 0, budget));
    if (found) return found;
  }
  return undefined;
};

// Out of every box of `taken`, and then on.
const avoid = (
  box: Box,
  taken: readonly Box[],
  from: number,
  budget: Budget,
  then: (free: Box) => Box | undefined,
): Box | undefined => {
  spend(budget, box.length);
  const at = taken.findIndex((other, index) => index >= from && intersection(box, other) !== undefined);
  const other = taken[at];
  if (!other) return then(box);
  return leave(box, other, (free) => avoid(free, taken, at + 1, budget, then));
};

// Out of what is held: for each allowing box either out of it, or into a box that denies.
const escape = (box: Box, held: Rights, from: number, budget: Budget): Box | undefined => {
  spend(budget, box.length);
  const at = held.allow.findIndex((other, index) => index >= from && intersection(box, other) !== undefined);
  const other = held.allow[at];
  if (!other) return box;
  const left = leave(box, other, (free) => escape(free, held, at + 1, budget));
  if (left) return left;
  for (const deny of held.deny) {
    const denied = intersection(box, deny);
    // In a denying box nothing is held, whatever allows.
    if (denied) return denied;
  }
  return undefined;
};

// Disjoint pieces: a dimension once passed stays inside, so no point is tried twice.
const leave = (box: Box, other: Box, then: (free: Box) => Box | undefined): Box | undefined => {
  let rest = box;
  for (let dimension = 0; dimension < box.length; dimension += 1) {
    const cells = rest[dimension] ?? 0n;
    const free = cells & ~(other[dimension] ?? 0n);
    if (free === 0n) continue;
    const found = then(rest.with(dimension, free));
    if (found) return found;
    rest = rest.with(dimension, cells & (other[dimension] ?? 0n));
  }
  return undefined;
};
