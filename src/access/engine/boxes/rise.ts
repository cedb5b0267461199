import { type Box, type Budget, BudgetSpent } from "./box.ts";
import { absorbed, without } from "./box-set.ts";
import { findPoint } from "./point-search.ts";
import { nowhere, type Region } from "./region.ts";
import { atAll, directly, type Rights, type Standing } from "./rights.ts";

/** Where access rises from one policy to another: to full access by the key policy, and to access that needs IAM. */
export interface Rise {
  readonly "key-policy": Region;
  readonly iam: Region;
}

export const noRise: Rise = { "key-policy": nowhere, iam: nowhere };

const tooMany = "the conditions combine in too many ways to be worked out; this is one request that changes";
const tooHard = "the conditions combine in too many ways to be decided";

/** Steps for one kind of caller and action, of the steps that are left for all. */
const stepsForOne = 120_000;
const stepsForSearch = 30_000;

/** Where `newer` gives more than `older`. Never misses a rise: what cannot be worked out within the budget is returned with a doubt. */
export const riseOf = (newer: Rights, older: Rights, standing: Standing, budget: Budget): Rise => {
  if (newer.signature === older.signature) return noRise;
  const direct: Span = { allow: directly(newer, standing), deny: newer.deny };
  // What only may be full access is told as that, and takes nothing from what needs IAM for certain.
  const surely = direct.allow.filter((box) => !newer.doubted.has(box));
  const rest = atAll(newer).filter((box) => !direct.allow.includes(box));
  const any: Span = { allow: rest, deny: [...newer.deny, ...surely] };
  return {
    "key-policy": more(direct, { allow: directly(older, standing), deny: older.deny }, budget),
    iam: standing === "sovereign" ? nowhere : more(any, { allow: atAll(older), deny: older.deny }, budget),
  };
};

/** In some box of `allow` and in none of `deny`. */
interface Span {
  readonly allow: readonly Box[];
  readonly deny: readonly Box[];
}

const more = (gained: Span, held: Span, budget: Budget): Region => {
  if (gained.allow.length === 0) return nowhere;
  return (
    within(budget, stepsForOne, (own) => ({ boxes: difference(gained, held, own) })) ??
    within(budget, stepsForSearch, (own) => {
      const point = findPoint(gained, held, own);
      return point ? { boxes: [point], doubt: tooMany } : nowhere;
    }) ?? { boxes: gained.allow.slice(0, 1), doubt: tooHard }
  );
};

const difference = (gained: Span, held: Span, budget: Budget): readonly Box[] => {
  const left = without(absorbed(gained.allow, budget), gained.deny, budget);
  if (left.length === 0 || held.allow.length === 0) return left;
  return without(left, without(absorbed(held.allow, budget), held.deny, budget), budget);
};

// Undefined where the steps ran out.
const within = <Result>(budget: Budget, most: number, work: (own: Budget) => Result): Result | undefined => {
  const steps = Math.min(most, Math.max(budget.left, 0));
  const own = { left: steps };
  try {
    return work(own);
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  } finally {
    budget.left -= steps - Math.max(own.left, 0);
  }
};
