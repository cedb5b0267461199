import type { Box } from "./box.ts";
import type { ActionClass, CallerClass } from "../classes.ts";
import type { Clause } from "../clause.ts";
import { boxOfClause } from "./clause-box.ts";
import type { Test } from "../conditions/condition-test.ts";
import { type Rights, rightsOf } from "./rights.ts";
import { remembering } from "../group-by.ts";
import type { ConditionSpace } from "./space.ts";

type Sides = Readonly<Record<"before" | "after", readonly Clause[]>>;

/** Looks up what a side gives to a class of callers for a class of actions; each box is worked out once. */
export const rightsTable = (
  sides: Sides,
  space: ConditionSpace,
  keysOfKey: ReadonlyMap<string, string | undefined>,
  strict: Test,
): ((side: "before" | "after", callers: CallerClass, actions: ActionClass) => Rights) => {
  const boxes = new Map<string, Box | undefined>();
  const boxOf = (
    place: number,
    clause: Clause,
    actions: ActionClass,
    isStrict: boolean,
    open: CallerClass["open"],
  ): Box | undefined => {
    const action = actions.actions[0] ?? "";
    const key = `${place} ${action} ${isStrict} ${open ?? ""}`;
    if (!boxes.has(key))
      boxes.set(key, boxOfClause(clause, action, space, keysOfKey, isStrict ? [strict] : [], open));
    return boxes.get(key);
  };
  const collect = (side: "before" | "after", callers: CallerClass, actions: ActionClass): Rights => {
    const offset = side === "before" ? 0 : sides.before.length;
    return rightsOf(
      sides[side].flatMap((clause, index) => {
        const match = callers.matches[offset + index] ?? "none";
        if (match === "none" || actions.covered[offset + index] !== true) return [];
        const box = boxOf(offset + index, clause, actions, match === "strict", callers.open);
        return box ? [[match === "strict" ? "deny" : match, box] as const] : [];
      }),
    );
  };
  const known = new Map<string, Rights>();
  return (side, callers, actions) =>
    remembering(known, `${side} ${callers.index} ${actions.index}`, () => collect(side, callers, actions));
};
