import type { AccessModel, OwnParts, Side, Via } from "./model.ts";
import type { ActionClass } from "./action-classes.ts";
import { BudgetSpent } from "./boxes/box.ts";
import { isCovered } from "./boxes/box-set.ts";
import type { Region } from "./boxes/region.ts";
import type { Caller } from "./callers/caller.ts";
import { anyService } from "./callers/services.ts";
import { groupBy } from "./group-by.ts";
import { riseFor } from "./rise-for.ts";
import type { Bearer, Member } from "./words-alike.ts";

/** Those that a wide word is read as, and that have a word of their own: each with its kinds of caller. */
export const ownParts = (members: readonly Member[]): OwnParts => ({
  services: groupBy(
    members.filter(({ caller }) => caller.kind === "service" && caller.word !== anyService),
    ({ caller }) => caller.word,
  ),
  // Of an account those count whom no policy names: whom one names has a line of his own.
  accounts: groupBy(
    members.filter(({ caller, callers }) => caller.kind === "others" && callers.standing === "foreign"),
    ({ caller }) => `account:${caller.account?.split(":")[1] ?? ""}`,
  ),
});

/**
 * "Any AWS service" is read as all there are, and "anyone" as every other account: those with a word of their own that do not gain all
 * of it are told as left out. A service is held against the unnamed ones that call for the same account as it does.
 */
export const withoutNamedParts = (
  model: AccessModel,
  { to, actions, via }: { readonly to: Side; readonly actions: ActionClass; readonly via: Via },
  bearers: readonly Bearer[],
  regions: readonly Region[],
): readonly Bearer[] =>
  bearers.map((bearer) => {
    const isAnyone = bearer.word === "anyone";
    if (!isAnyone && bearer.word !== anyService) return bearer;
    const unnamed = (member: Member) =>
      isAnyone ? regions.flatMap(({ boxes }) => boxes) : unnamedLike(member, bearer, regions);
    const parts = isAnyone ? model.parts.accounts : model.parts.services;
    const except = [...parts].flatMap(([word, members]) =>
      members.every((member) => gainsAll(model, { to, actions, via }, member, unnamed(member))) ? [] : [word],
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
  { to, actions, via }: { readonly to: Side; readonly actions: ActionClass; readonly via: Via },
  { callers }: Member,
  boxes: Region["boxes"],
): boolean => {
  const rise = riseFor(model, to, actions, callers)[via];
  try {
    return isCovered(boxes, rise.boxes, model.budget);
  } catch (error) {
    if (error instanceof BudgetSpent) return false;
    throw error;
  }
};
