import type { Box } from "./box.ts";
import type { ActionClass } from "../action-classes.ts";
import type { CallerClass } from "../caller-classes.ts";
import type { Saying } from "../callers/sayings.ts";
import type { Terms } from "../clause.ts";
import { closedByLids } from "./lids.ts";
import { boxOfTerms, type CallerReading } from "./terms-box.ts";
import type { Test } from "../conditions/condition-test.ts";
import { type Rights, rightsOf } from "./rights.ts";
import { remembering } from "../group-by.ts";
import type { ConditionSpace } from "./space.ts";

/** Tests that stand for what is not known: how NotPrincipal is read, and what is left of a lid that is too hard to work out. */
export interface DoubtTests {
  readonly strict: Test;
  readonly hard: Test | undefined;
}

/** Looks up what a side gives to a class of callers for a class of actions; each box is worked out once. */
export const rightsTable = (
  space: ConditionSpace,
  keysOfKey: ReadonlyMap<string, string | undefined>,
  { strict, hard }: DoubtTests,
): ((side: "before" | "after", callers: CallerClass, actions: ActionClass) => Rights) => {
  const boxes = new Map<string, Box | undefined>();
  const boxesOf = (
    terms: Terms,
    actions: ActionClass,
    reading: CallerReading,
    doubt?: Test,
  ): readonly Box[] => {
    const action = actions.actions[0] ?? "";
    const key = `${terms.number} ${action} ${doubt?.id ?? ""} ${textOf(reading)}`;
    if (!boxes.has(key))
      boxes.set(key, boxOfTerms(terms, action, space, keysOfKey, doubt ? [doubt] : [], reading));
    const box = boxes.get(key);
    return box ? [box] : [];
  };
  const doubts = space.dimensions.flatMap(({ tests, full }, place) =>
    tests.some(({ doubt }) => doubt !== undefined) ? [{ place, full }] : [],
  );
  const isDoubted = (box: Box): boolean =>
    doubts.some(({ place, full }) => box[place] !== undefined && box[place] !== full);
  const collect = (said: readonly Saying[], actions: ActionClass, reading: CallerReading): Rights => {
    const open = said.flatMap(({ terms, match }) => {
      if (match === "lid") return [];
      const [part, doubt] = match === "strict" ? (["deny", strict] as const) : ([match] as const);
      return boxesOf(terms, actions, reading, doubt).map((box) => [part, box] as const);
    });
    const closed = closedByLids(
      said.filter(({ match }) => match === "lid"),
      ({ terms }) => boxesOf(terms, actions, reading),
      ({ terms }) => boxesOf(terms, actions, reading, hard),
    );
    return rightsOf([...open, ...closed.map((box) => ["deny", box] as const)], isDoubted);
  };
  const known = new Map<string, Rights>();
  return (side, { said, ...reading }, actions) => {
    const covering = said[side].filter(({ terms }) => actions.coveredBy.has(terms.actions));
    const key = covering.map(({ terms, match, lid = "" }) => `${terms.number}${match}${lid}`).join();
    return remembering(known, `${textOf(reading)} ${actions.index} ${key}`, () =>
      collect(covering, actions, reading),
    );
  };
};

const textOf = ({ open, settled }: CallerReading): string => `${open ?? ""} ${settled ?? ""}`;
