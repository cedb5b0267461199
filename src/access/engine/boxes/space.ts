import type { Budget } from "./box.ts";
import type { Test } from "../conditions/condition-test.ts";
import { type Dimension, dimensionsOf, opaqueDimension } from "./dimension.ts";
import type { OpenCaller } from "../callers/caller.ts";
import { groupBy } from "../group-by.ts";
import { callerKeys } from "../conditions/known-keys.ts";

/** All condition keys that matter, each cut into cells. */
export interface ConditionSpace {
  readonly dimensions: readonly Dimension[];
  /** The place of a test's dimension in `dimensions`, by the id of the test. */
  readonly dimensionOf: ReadonlyMap<number, number>;
}

/** A test on a key that follows from the caller; an opaque one is left to the space. */
export const isCallerTest = ({ key, matcher }: Test): boolean =>
  callerKeys.has(key) && matcher.family !== "opaque";

/** A test that is left open for a caller, because there are too many patterns to try every kind of caller. */
export const isOpenTest = ({ key, matcher }: Test, to: OpenCaller["to"] | "all" | undefined): boolean => {
  if (to === "all") return true;
  if (to === undefined || matcher.family !== "text") return false;
  if (to === "service") return key.startsWith("aws:principalservicename");
  const onName = key === "aws:principalarn" || key === "aws:username";
  return onName || (to === "account" && key.endsWith("account"));
};

/**
 * Cuts the space of request contexts by all tests that do not follow from the caller or the key. `openTests` follow from the caller, but
 * are too many to be decided so: each becomes a dimension of its own.
 */
export const conditionSpace = (
  tests: readonly Test[],
  known: ReadonlyMap<string, string | undefined>,
  openTests: readonly Test[],
  budget: Budget,
): ConditionSpace => {
  const open = tests.filter((test) => !isCallerTest(test) && !isKnown(test, known));
  return spaceOfAll(open, openTests, budget);
};

/** The same of all the tests, those on the caller as well: for a caller of whom they are not settled. */
export const spaceOfAll = (
  tests: readonly Test[],
  openTests: readonly Test[],
  budget: Budget,
): ConditionSpace => {
  const byKey = groupBy(inFixedOrder(tests), ({ key }) => key);
  const dimensions = [
    ...[...byKey].flatMap(([key, same]) => dimensionsOf(key, same, budget)),
    ...openTests.map((test) => opaqueDimension(test.key, test)),
  ];
  const dimensionOf = new Map(
    dimensions.flatMap(({ tests: own }, place) => own.map(({ id }) => [id, place] as const)),
  );
  return { dimensions, dimensionOf };
};

/** A test on a key whose value the facts about the KMS key give. */
export const isKnown = ({ key, matcher }: Test, known: ReadonlyMap<string, string | undefined>): boolean =>
  known.has(key) && matcher.family !== "opaque";

/** In an order that does not depend on which policy comes first, so that a comparison turned round reads the same. */
export const inFixedOrder = (tests: readonly Test[]): readonly Test[] =>
  tests
    .map((test) => ({
      test,
      text: `${test.key} ${test.condition.test} ${[...test.condition.values].sort().join()}`.toLowerCase(),
    }))
    .sort((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
    .map(({ test }) => test);
