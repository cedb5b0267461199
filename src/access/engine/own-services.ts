import type { AccessModel, OwnServices, Side } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import { BudgetSpent } from "./boxes/box.ts";
import { isCovered } from "./boxes/box-set.ts";
import type { Region } from "./boxes/region.ts";
import type { Caller } from "./callers/caller.ts";
import { anyService } from "./callers/services.ts";
import { groupBy } from "./group-by.ts";
import { riseFor } from "./rise-for.ts";
import type { Bearer, Member } from "./words-alike.ts";

/** The services that have a word of their own, each with its kinds of caller. */
export const ownServices = (members: readonly Member[]): OwnServices =>
  groupBy(
    members.filter(({ caller }) => caller.kind === "service" && caller.word !== anyService),
    ({ caller }) => caller.word,
  );

/**
 * "Any AWS service" is read as all there are: those with a word of their own that do not gain all of it are told as left out. A service is
 * held against the unnamed ones that call for the same account as it does.
 */
export const withoutNamedServices = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  bearers: readonly Bearer[],
  regions: readonly Region[],
): readonly Bearer[] =>
  bearers.map((bearer) => {
    if (bearer.word !== anyService) return bearer;
    const except = [...model.services].flatMap(([word, members]) =>
      members.every((member) => gainsAll(model, to, actions, member, unnamedLike(member, bearer, regions)))
        ? []
        : [word],
    );
    return except.length === 0 ? bearer : { ...bearer, except };
  });

const unnamedLike = ({ caller }: Member, { callers }: Bearer, regions: readonly Region[]) =>
  callers.flatMap((unnamed, place) =>
    accountOf(unnamed) === accountOf(caller) ? (regions[place]?.boxes ?? []) : [],
  );

const accountOf = ({ context }: Caller): string | undefined => context?.["kms:CallerAccount"];

const gainsAll = (
  model: AccessModel,
  to: Side,
  actions: ActionClass,
  { callers }: Member,
  boxes: Region["boxes"],
): boolean => {
  const rise = riseFor(model, to, actions, callers)["key-policy"];
  try {
    return isCovered(boxes, rise.boxes, model.budget);
  } catch (error) {
    if (error instanceof BudgetSpent) return false;
    throw error;
  }
};
