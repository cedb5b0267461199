import type { Box } from "./box.ts";
import type { OpenCaller } from "../callers/caller.ts";
import type { Terms } from "../clause.ts";
import type { Test } from "../conditions/condition-test.ts";
import { carries } from "../conditions/known-keys.ts";
import { type ConditionSpace, isCallerTest, isKnown, isOpenTest } from "./space.ts";
import { isSettledTest, type Settled } from "../callers/settled-tests.ts";
import { holds } from "../conditions/test-truth.ts";

/** How tests on the caller are read for a class of callers: which are left open, and as whose others are settled. */
export interface CallerReading {
  readonly open: OpenCaller["to"] | "all" | undefined;
  readonly settled: Settled | undefined;
}

/**
 * The contexts in which all conditions of a statement hold for the action, those on the caller apart; undefined when there are none.
 * Tests that are `open` count as conditions. A key that the action never carries counts as absent.
 */
export const boxOfTerms = (
  terms: Terms,
  action: string,
  { dimensions, dimensionOf }: ConditionSpace,
  known: ReadonlyMap<string, string | undefined>,
  extra: readonly Test[],
  { open, settled }: CallerReading,
): Box | undefined => {
  const box = dimensions.map(({ full }) => full);
  for (const test of [...terms.tests, ...extra]) {
    if ((isCallerTest(test) && !isOpenTest(test, open)) || isSettledTest(test, settled)) continue;
    const fixed = fixedTruth(test, action, known);
    if (fixed === false) return undefined;
    const place = dimensionOf.get(test.id);
    if (fixed === true || place === undefined) continue;
    const cells = (box[place] ?? 0n) & (dimensions[place]?.truth.get(test.id) ?? 0n);
    if (cells === 0n) return undefined;
    box[place] = cells;
  }
  return box;
};

const fixedTruth = (
  test: Test,
  action: string,
  known: ReadonlyMap<string, string | undefined>,
): boolean | undefined => {
  if (test.doubt === undefined && !carries(action, test.key)) return test.whenAbsent;
  if (!isKnown(test, known)) return undefined;
  const value = known.get(test.key);
  return holds(test, value === undefined ? undefined : [value]);
};
