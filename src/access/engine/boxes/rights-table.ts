import type { Box } from "./box.ts";
import type { ActionClass, CallerClass, ClauseMatch } from "../classes.ts";
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
  const collect = (reaching: readonly Reaching[], actions: ActionClass, open: CallerClass["open"]): Rights =>
    rightsOf(
      reaching.flatMap(({ place, clause, match }) => {
        const box = boxOf(place, clause, actions, match === "strict", open);
        return box ? [[match === "strict" ? "deny" : match, box] as const] : [];
      }),
    );
  const reachingOf = new Map<string, readonly Reaching[]>();
  const sameClauses = new Map<string, Rights>();
  return (side, callers, actions) => {
    const all = remembering(reachingOf, `${side} ${callers.index}`, () => reaching(sides, side, callers));
    const covering = all.filter(({ place }) => actions.covered[place] === true);
    const key = covering.map(({ place, match }) => `${place}${match}`).join();
    return remembering(sameClauses, `${callers.open ?? ""} ${actions.index} ${key}`, () =>
      collect(covering, actions, callers.open),
    );
  };
};

/** A clause that reaches a class of callers; `place` counts the clauses of both sides. */
interface Reaching {
  readonly place: number;
  readonly clause: Clause;
  readonly match: Exclude<ClauseMatch, "none">;
}

const reaching = (sides: Sides, side: "before" | "after", callers: CallerClass): readonly Reaching[] => {
  const offset = side === "before" ? 0 : sides.before.length;
  return sides[side].flatMap((clause, index) => {
    const place = offset + index;
    const match = callers.matches[place] ?? "none";
    return match === "none" ? [] : [{ place, clause, match }];
  });
};
