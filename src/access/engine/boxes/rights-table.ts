import type { Box } from "./box.ts";
import type { ActionClass } from "../action-classes.ts";
import type { CallerClass } from "../caller-classes.ts";
import type { Saying } from "../callers/sayings.ts";
import type { Terms } from "../clause.ts";
import { boxOfTerms, type CallerReading } from "./terms-box.ts";
import type { Test } from "../conditions/condition-test.ts";
import { type Rights, rightsOf } from "./rights.ts";
import { remembering } from "../group-by.ts";
import type { ConditionSpace } from "./space.ts";

/** Looks up what a side gives to a class of callers for a class of actions; each box is worked out once. */
export const rightsTable = (
  space: ConditionSpace,
  keysOfKey: ReadonlyMap<string, string | undefined>,
  strict: Test,
): ((side: "before" | "after", callers: CallerClass, actions: ActionClass) => Rights) => {
  const boxes = new Map<string, Box | undefined>();
  const boxOf = (
    terms: Terms,
    actions: ActionClass,
    isStrict: boolean,
    reading: CallerReading,
  ): Box | undefined => {
    const action = actions.actions[0] ?? "";
    const key = `${terms.number} ${action} ${isStrict} ${textOf(reading)}`;
    if (!boxes.has(key))
      boxes.set(key, boxOfTerms(terms, action, space, keysOfKey, isStrict ? [strict] : [], reading));
    return boxes.get(key);
  };
  const doubts = space.dimensions.flatMap(({ tests, full }, place) =>
    tests.some(({ doubt }) => doubt !== undefined) ? [{ place, full }] : [],
  );
  const isDoubted = (box: Box): boolean =>
    doubts.some(({ place, full }) => box[place] !== undefined && box[place] !== full);
  const collect = (said: readonly Saying[], actions: ActionClass, reading: CallerReading): Rights =>
    rightsOf(
      said.flatMap(({ terms, match }) => {
        const box = boxOf(terms, actions, match === "strict", reading);
        return box ? [[match === "strict" ? "deny" : match, box] as const] : [];
      }),
      isDoubted,
    );
  const known = new Map<string, Rights>();
  return (side, { said, ...reading }, actions) => {
    const covering = said[side].filter(({ terms }) => actions.coveredBy.has(terms.actions));
    const key = covering.map(({ terms, match }) => `${terms.number}${match}`).join();
    return remembering(known, `${textOf(reading)} ${actions.index} ${key}`, () =>
      collect(covering, actions, reading),
    );
  };
};

const textOf = ({ open, settled }: CallerReading): string => `${open ?? ""} ${settled ?? ""}`;
