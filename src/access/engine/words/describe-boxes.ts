import type { Box } from "../boxes/box.ts";
import { type Conjunction, describeCells } from "./describe-cells.ts";
import type { Dimension } from "../boxes/dimension.ts";
import { joinAlternatives, joinConjunction } from "./join-conditions.ts";
import { isPseudoKey } from "../conditions/resource-test.ts";
import { hasVariable } from "../patterns/pattern-text.ts";
import type { Condition } from "../../types.ts";

/** What a set of boxes means, in words of conditions, and why it may not be certain. */
export interface Description {
  readonly when: readonly (readonly Condition[])[];
  readonly doubt?: string;
}

/** Puts boxes into an or of ands. What rests on a test that cannot be decided is told by `doubt`. */
export const describeBoxes = (boxes: readonly Box[], dimensions: readonly Dimension[]): Description => {
  const when = boxes.flatMap((box) => describeBox(box, dimensions).map(joinConjunction));
  const doubt = doubtOf(boxes, dimensions);
  const joined = joinAlternatives(when.length === 0 ? [[]] : when);
  return doubt === undefined ? { when: joined } : { when: joined, doubt };
};

const describeBox = (box: Box, dimensions: readonly Dimension[]): readonly Conjunction[] => {
  let conjunctions: readonly Conjunction[] = [[]];
  dimensions.forEach((dimension, place) => {
    if (isPseudoKey(dimension.key)) return;
    const alternatives = describeCells(dimension, box[place] ?? dimension.full);
    conjunctions = conjunctions.flatMap((so) => alternatives.map((more) => [...so, ...more]));
  });
  return conjunctions;
};

const doubtOf = (boxes: readonly Box[], dimensions: readonly Dimension[]): string | undefined => {
  const doubts = dimensions.flatMap(({ tests, full }, place) =>
    boxes.some((box) => box[place] !== undefined && box[place] !== full)
      ? (tests.find((test) => test.doubt !== undefined)?.doubt ?? [])
      : [],
  );
  return doubts.length === 0 ? undefined : [...new Set(doubts)].join("; ");
};

/** A condition that the boxes rest on and that was not decided together with the others of its key, told as a reason. */
export const openTestIn = (boxes: readonly Box[], dimensions: readonly Dimension[]): string | undefined => {
  const place = dimensions.findIndex(
    ({ opaque, full }, at) => opaque && boxes.some((box) => box[at] !== undefined && box[at] !== full),
  );
  const test = dimensions[place]?.tests[0];
  if (!test) return undefined;
  const { key, values } = test.condition;
  const variable = values.find(hasVariable);
  return variable === undefined
    ? `the tests of ${key} are too different, or too many, to be decided together`
    : `${key} is compared with what another key says (${variable})`;
};
