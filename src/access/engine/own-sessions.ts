import { otherSessionsOf } from "../principal-word.ts";
import type { AccessModel, OwnSessions, Side, Via } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import { BudgetSpent } from "./boxes/box.ts";
import { isCovered } from "./boxes/box-set.ts";
import type { Region } from "./boxes/region.ts";
import type { CallerClass } from "./caller-classes.ts";
import { groupBy } from "./group-by.ts";
import { riseFor } from "./rise-for.ts";
import type { Bearer, Member } from "./words-alike.ts";

/** The sessions that have a word of their own, by each name of their role. */
export const ownSessions = (members: readonly Member[]): OwnSessions => {
  const named = members.flatMap(({ caller, callers }) =>
    caller.kind !== "principal"
      ? []
      : caller.names.filter((name) => name !== caller.word).map((role) => ({ role, callers })),
  );
  return new Map(
    [...groupBy(named, ({ role }) => role)].map(([role, same]) => [role, same.map(({ callers }) => callers)]),
  );
};

/**
 * A role's line covers its sessions (IAM User Guide, "JSON policy elements: Principal"). Where one that is named does not gain all of it
 * (it is denied, or had it before), the role is told as its other sessions; turned round, the same is lost.
 */
export const withOtherSessions = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  bearers: readonly Bearer[],
  told: { readonly via: Via; readonly regions: readonly Region[] },
): readonly Bearer[] => {
  if (model.sessions.size === 0) return bearers;
  const boxes = told.regions.flatMap((region) => region.boxes);
  const gains = (callers: CallerClass): boolean => {
    const rise = riseFor(model, to, actions, callers);
    const own =
      told.via === "iam" ? [...rise.iam.boxes, ...rise["key-policy"].boxes] : rise["key-policy"].boxes;
    try {
      return isCovered(boxes, own, model.budget);
    } catch (error) {
      if (error instanceof BudgetSpent) return false;
      throw error;
    }
  };
  return bearers.map((bearer) => {
    const sessions = model.sessions.get(bearer.word) ?? [];
    return sessions.every(gains) ? bearer : { ...bearer, word: otherSessionsOf(bearer.word) };
  });
};
