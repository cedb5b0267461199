import { kmsActionNamed } from "../../policy/kms-actions.ts";
import { type ActionSet, coversAction } from "./action-set.ts";
import type { Dimension } from "./boxes/dimension.ts";
import { groupBy } from "./group-by.ts";
import { carriersOf } from "./conditions/known-keys.ts";

/** Actions that every statement treats alike, and whose requests carry the same condition keys. */
export interface ActionClass {
  readonly index: number;
  readonly actions: readonly string[];
  readonly crossAccount: boolean;
  /** They have no name yet: what a wildcard would match some day. */
  readonly future: boolean;
  /** The sets of the policies that cover them. */
  readonly coveredBy: ReadonlySet<ActionSet>;
}

/** Sorts actions of today (`kms:Name`) and names of the future into classes. */
export const actionClasses = (
  today: readonly string[],
  future: readonly string[],
  sets: ReadonlySet<ActionSet>,
  dimensions: readonly Dimension[],
): readonly ActionClass[] => {
  const carriers = [...new Set(dimensions.map(({ key }) => key))].map(carriersOf);
  const described = [...today, ...future].map((action, place) => ({
    action,
    future: place >= today.length,
    crossAccount: kmsActionNamed(action)?.crossAccount ?? true,
    covered: [...sets].map((set) => coversAction(set, action) && !(place >= today.length && set.perhaps)),
  }));
  const groups = groupBy(described, ({ action, crossAccount, future: later, covered }) =>
    [later, crossAccount, ...covered, ...carriers.map((carries) => carries(action))].map(Number).join(""),
  );
  return [...groups.values()].map((same, index) => ({
    index,
    actions: same.map(({ action }) => action),
    crossAccount: same[0]?.crossAccount ?? true,
    future: same[0]?.future ?? false,
    coveredBy: new Set([...sets].filter((_set, place) => same[0]?.covered[place])),
  }));
};
