/**
 * A box: for each dimension of a space the set of cells that it allows (bit n for cell n). Boxes of one space have the same length.
 * A request is in the box when each of its cells is.
 */
export type Box = readonly bigint[];

/** The largest box: all cells of each dimension. */
export type Space = Box;

/** Counts steps, so that a policy made to explode ends undecided and not never. */
export interface Budget {
  left: number;
}

/** Thrown where the budget is spent; caught where there is another way to go. */
export class BudgetSpent extends Error {
  constructor() {
    super("the budget of steps is spent");
    this.name = "BudgetSpent";
  }
}

/** Takes steps off a budget. Throws BudgetSpent where it has none left. */
export const spend = (budget: Budget, steps: number): void => {
  budget.left -= steps;
  if (budget.left < 0) throw new BudgetSpent();
};

/** A loop on purpose: nothing here runs more often. */
export const isInside = (inner: Box, outer: Box): boolean => {
  for (let dimension = 0; dimension < inner.length; dimension += 1) {
    const cells = inner[dimension] ?? 0n;
    if ((cells & (outer[dimension] ?? 0n)) !== cells) return false;
  }
  return true;
};

const texts = new WeakMap<Box, string>();

/** Equal for equal boxes. */
export const boxKey = (box: Box): string => {
  const known = texts.get(box);
  if (known !== undefined) return known;
  const text = box.join();
  texts.set(box, text);
  return text;
};

/** The common part; undefined when there is none. */
export const intersection = (left: Box, right: Box): Box | undefined => {
  const common: bigint[] = [];
  for (let dimension = 0; dimension < left.length; dimension += 1) {
    const cells = (left[dimension] ?? 0n) & (right[dimension] ?? 0n);
    if (cells === 0n) return undefined;
    common.push(cells);
  }
  return common;
};

/**
 * What of `box` is outside `taken`, as boxes that may overlap: one for each dimension in which `taken` is narrower. Overlapping
 * pieces stay as large as they can be, and so read as the policy does.
 */
export const outside = (box: Box, taken: Box): readonly Box[] => {
  if (!intersection(box, taken)) return [box];
  const pieces: Box[] = [];
  for (let dimension = 0; dimension < box.length; dimension += 1) {
    const cells = (box[dimension] ?? 0n) & ~(taken[dimension] ?? 0n);
    if (cells !== 0n) pieces.push(box.with(dimension, cells));
  }
  return pieces;
};
