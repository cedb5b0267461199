import type { Saying } from "../callers/sayings.ts";
import { groupBy } from "../group-by.ts";
import { type Box, type Budget, BudgetSpent } from "./box.ts";
import { without } from "./box-set.ts";

/** Steps for what one level leaves over. */
const stepsForLid = 60_000;

/**
 * What lids take away: of each the boxes that it denies, less those in which one of its statements allows. `boxesOf` gives those of a
 * saying, `doubted` the same boxes as ones of which nobody knows, for a lid that is too hard to work out.
 */
export const closedByLids = (
  said: readonly Saying[],
  boxesOf: (saying: Saying) => readonly Box[],
  doubted: (saying: Saying) => readonly Box[],
): readonly Box[] =>
  [...groupBy(said, ({ lid }) => lid ?? "").values()].flatMap((same) => {
    const [rest, allows] = [
      same.filter(({ terms }) => !terms.allow),
      same.filter(({ terms }) => terms.allow),
    ];
    const budget: Budget = { left: stepsForLid };
    try {
      return without(rest.flatMap(boxesOf), allows.flatMap(boxesOf), budget);
    } catch (error) {
      if (error instanceof BudgetSpent) return rest.flatMap(doubted);
      throw error;
    }
  });
