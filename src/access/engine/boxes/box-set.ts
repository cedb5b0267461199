import { type Box, type Budget, intersection, isInside, outside, spend } from "./box.ts";

/** A union of boxes of one space. No box of it lies inside another. */
export type BoxSet = readonly Box[];

/** Leaves out boxes that lie inside others. */
export const absorbed = (boxes: readonly Box[], budget: Budget): BoxSet => {
  if (boxes.length < 2) return boxes;
  spend(budget, boxes.length * boxes.length);
  const kept: Box[] = [];
  for (const box of boxes) {
    if (kept.some((other) => isInside(box, other))) continue;
    for (let index = kept.length - 1; index >= 0; index -= 1) {
      const other = kept[index];
      if (other && isInside(other, box)) kept.splice(index, 1);
    }
    kept.push(box);
  }
  return kept;
};

/** What is in the set and in none of `taken`. */
export const without = (set: BoxSet, taken: readonly Box[], budget: Budget): BoxSet => {
  let left = set;
  for (const box of taken) {
    if (left.length === 0) return left;
    spend(budget, left.length * box.length);
    left = absorbed(
      left.flatMap((some) => outside(some, box)),
      budget,
    );
  }
  return left;
};

/** What is in both. */
export const common = (left: BoxSet, right: BoxSet, budget: Budget): BoxSet => {
  spend(budget, left.length * right.length);
  const both = left.flatMap((box) =>
    right.map((other) => intersection(box, other)).filter((part) => part !== undefined),
  );
  return absorbed(both, budget);
};

/** Whether all of `inner` is in `outer`. */
export const isCovered = (inner: readonly Box[], outer: BoxSet, budget: Budget): boolean =>
  inner.every((box) => without([box], outer, budget).length === 0);

/**
 * The same set in fewer and larger boxes: each is widened, dimension by dimension, as far as the set reaches; then those that the
 * others cover are left out.
 */
export const simplified = (set: BoxSet, space: Box, budget: Budget): BoxSet => {
  if (set.length < 2) return set;
  const wide = absorbed(
    set.map((box) => widened(box, set, space, budget)),
    budget,
  );
  return withoutRedundant(wide, budget);
};

const widened = (box: Box, set: BoxSet, space: Box, budget: Budget): Box => {
  let wide = box;
  for (let dimension = 0; dimension < space.length; dimension += 1) {
    const all = space[dimension] ?? 0n;
    for (let cell = 1n; cell <= all; cell <<= 1n) {
      const cells = wide[dimension] ?? 0n;
      if ((cells & cell) !== 0n || (all & cell) === 0n) continue;
      if (isCovered([wide.with(dimension, cell)], set, budget)) wide = wide.with(dimension, cells | cell);
    }
  }
  return wide;
};

const withoutRedundant = (set: BoxSet, budget: Budget): BoxSet => {
  const kept = [...set];
  for (let index = kept.length - 1; index >= 0 && kept.length > 1; index -= 1) {
    const [box] = kept.splice(index, 1);
    if (box && !isCovered([box], kept, budget)) kept.splice(index, 0, box);
  }
  return kept;
};
