import type { Box, Budget } from "../boxes/box.ts";
import type { Caller } from "../callers/caller.ts";
import { conditionKeyNamed } from "../../../policy/condition-keys.ts";
import type { Test } from "../conditions/condition-test.ts";
import { candidateValues } from "../conditions/candidate-values.ts";
import type { Dimension } from "../boxes/dimension.ts";
import { groupBy } from "../group-by.ts";
import { variableContext } from "./variable-context.ts";
import { holds } from "../conditions/test-truth.ts";

type Values = readonly string[];

/** One concrete request context inside the box, as few keys as possible; keys are spelled as the policies do. */
export const exampleContext = (
  box: Box,
  dimensions: readonly Dimension[],
  caller: Caller,
  budget: Budget,
): Readonly<Record<string, string | Values>> => {
  const context = new Map<string, Values>();
  dimensions.forEach((dimension, place) => {
    if (dimension.opaque) return;
    const values = pickCell(dimension, box[place] ?? dimension.full);
    if (values) context.set(dimension.key, values);
  });
  const wanted = dimensions.flatMap(({ opaque, full, tests }, place) => {
    const cells = box[place] ?? full;
    return opaque && cells !== full ? tests.map((test) => ({ test, truth: cells === 2n })) : [];
  });
  for (const [key, same] of groupBy(wanted, ({ test }) => test.key))
    solve(key, same, context, caller, budget);
  return spelled(context, dimensions);
};

// The key absent where that may be, else the shortest value.
const pickCell = ({ cells, absent }: Dimension, allowed: bigint): Values | undefined => {
  if ((allowed & absent) !== 0n) return undefined;
  const possible = cells.filter((_cell, index) => (allowed & (1n << BigInt(index))) !== 0n);
  return possible
    .map(({ values }) => values ?? [])
    .sort((left, right) => left.join().length - right.join().length)[0];
};

interface Wanted {
  readonly test: Test;
  readonly truth: boolean;
}

// Tests that were too many to be decided together are few in one box; those with variables need the variable's value as well.
const solve = (
  key: string,
  wanted: readonly Wanted[],
  context: Map<string, Values>,
  caller: Caller,
  budget: Budget,
): void => {
  const closed = wanted.filter(({ test }) => test.matcher.family !== "opaque");
  if (closed.length > 0) {
    const candidates =
      candidateValues(
        key,
        closed.map(({ test }) => test),
        budget,
      ) ?? [];
    const possible = [undefined, ...candidates.map((value) => [value])];
    const values = possible.find((some) => closed.every(({ test, truth }) => holds(test, some) === truth));
    if (values) context.set(key, values);
  }
  for (const { test, truth } of wanted)
    if (test.matcher.family === "opaque") variableContext(test, truth, context, caller);
};

const spellingOf = (key: string, tests: readonly Test[]): string =>
  tests.find(({ condition }) => condition.key.toLowerCase() === key)?.condition.key ??
  conditionKeyNamed(key)?.name ??
  key;

const spelled = (
  context: ReadonlyMap<string, Values>,
  dimensions: readonly Dimension[],
): Record<string, string | Values> => {
  const names = new Map(dimensions.map(({ key, tests }) => [key, spellingOf(key, tests)]));
  const entries = [...context].map(([key, values]): [string, string | Values] => {
    const [only = ""] = values;
    return [names.get(key) ?? key, values.length === 1 ? only : values];
  });
  return Object.fromEntries(entries);
};
