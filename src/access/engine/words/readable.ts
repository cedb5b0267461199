import { weightOfAction } from "../../rank-access.ts";
import { type Box, type Budget, BudgetSpent } from "../boxes/box.ts";
import { absorbed, type BoxSet, simplified } from "../boxes/box-set.ts";
import type { Dimension } from "../boxes/dimension.ts";

/** Steps for making one set of contexts readable. */
export const stepsForWords = 60_000;

/** The same contexts in fewer, larger boxes; as they are where that takes too many steps. Those taken are taken off `all`. */
export const readable = (
  boxes: readonly Box[],
  dimensions: readonly Dimension[],
  all: Budget = { left: stepsForWords },
): BoxSet => {
  const steps = Math.min(stepsForWords, all.left);
  const budget = { left: steps };
  try {
    return simplified(
      absorbed(boxes, budget),
      dimensions.map(({ full }) => full),
      budget,
    );
  } catch (error) {
    if (error instanceof BudgetSpent) return boxes;
    throw error;
  } finally {
    all.left -= steps - Math.max(budget.left, 0);
  }
};

/** The action with which an example shows what a line gives; "" of none. */
export const riskiestOf = (actions: readonly string[]): string =>
  [...actions].sort((left, right) => weightOfAction(right) - weightOfAction(left))[0] ?? "";
