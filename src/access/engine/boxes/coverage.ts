import type { AccessModel, Side, Via } from "../model.ts";
import { type Budget, BudgetSpent } from "./box.ts";
import { absorbed, common, isCovered, without } from "./box-set.ts";
import type { ActionClass } from "../action-classes.ts";
import type { CallerClass } from "../caller-classes.ts";
import type { Region } from "./region.ts";
import { forAll } from "./rights.ts";

/**
 * Whether what the unnamed callers of an account gain (`region`) reaches a named caller of it as well, as one of all: only then may the
 * gain be told of the account as a whole.
 */
export const reachesToo = (
  model: AccessModel,
  to: Side,
  via: Via,
  member: CallerClass,
  actions: ActionClass,
  region: Region,
): boolean => {
  const { budget } = model;
  const has = (side: Side) => {
    const rights = model.rights(side, member, actions);
    return without(absorbed(forAll(rights, via), budget), rights.deny, budget);
  };
  try {
    if (!isCovered(region.boxes, has(to), budget)) return false;
    return common(region.boxes, has(to === "after" ? "before" : "after"), budget).length === 0;
  } catch (error) {
    if (error instanceof BudgetSpent) return false;
    throw error;
  }
};

/** The region less what is told of the account already; as it was when that cannot be worked out. */
export const regionBeyond = (region: Region, told: Region, budget: Budget): Region => {
  if (region.doubt !== undefined) return region;
  try {
    return { boxes: without(region.boxes, told.boxes, budget) };
  } catch (error) {
    if (error instanceof BudgetSpent) return region;
    throw error;
  }
};
