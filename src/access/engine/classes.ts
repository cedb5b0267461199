import { kmsActionNamed } from "../../policy/kms-actions.ts";
import { coversAction } from "./action-set.ts";
import type { Caller, OpenCaller } from "./callers/caller.ts";
import type { Clause } from "./clause.ts";
import type { Dimension } from "./boxes/dimension.ts";
import { groupBy } from "./group-by.ts";
import { carriersOf } from "./conditions/known-keys.ts";
import { matchOfAllow, matchOfDeny } from "./callers/principal-set.ts";
import type { Standing } from "./boxes/rights.ts";
import { isCallerTest, isOpenTest } from "./boxes/space.ts";
import { holds } from "./conditions/test-truth.ts";

/** Callers whom every statement treats alike; `matches` gives for each clause how it reaches them. */
export interface CallerClass {
  readonly index: number;
  readonly callers: readonly Caller[];
  readonly standing: Standing;
  /** Which tests on them are left open, there being too many. */
  readonly open: OpenCaller["to"] | undefined;
  readonly matches: readonly ClauseMatch[];
}

/** How a clause reaches a caller, conditions on the caller included; `strict`: only if NotPrincipal is read strictly. */
export type ClauseMatch = "none" | "named" | "everyone" | "account" | "deny" | "strict";

/** Actions that every statement treats alike, and whose requests carry the same condition keys. */
export interface ActionClass {
  readonly index: number;
  readonly actions: readonly string[];
  readonly crossAccount: boolean;
  /** They have no name yet: what a wildcard would match some day. */
  readonly future: boolean;
  /** For each clause: whether it covers them. */
  readonly covered: readonly boolean[];
}

export const callerClasses = (
  callers: readonly Caller[],
  clauses: readonly Clause[],
): readonly CallerClass[] => {
  const described = callers.map((caller) => ({
    caller,
    standing: standingOf(caller),
    open: caller.open?.to,
    matches: clauses.map((clause) => matchOf(clause, caller)),
  }));
  const groups = groupBy(
    described,
    ({ standing, open, matches }) => `${standing} ${open ?? ""} ${matches.join()}`,
  );
  return [...groups.values()].map((same, index) => ({
    index,
    callers: same.map(({ caller }) => caller),
    standing: same[0]?.standing ?? "own",
    open: same[0]?.open,
    matches: same[0]?.matches ?? [],
  }));
};

const standingOf = ({ foreign, kind }: Caller): Standing => {
  if (foreign) return "foreign";
  return kind === "root" || kind === "service" || kind === "dead" ? "sovereign" : "own";
};

const matchOf = (clause: Clause, caller: Caller): ClauseMatch => {
  const met = clause.tests.every((test) => {
    if (!isCallerTest(test) || isOpenTest(test, caller.open?.to)) return true;
    const value = caller.keys.get(test.key);
    return holds(test, value === undefined ? undefined : [value]);
  });
  if (!met) return "none";
  if (clause.allow) return matchOfAllow(clause.principals, caller);
  const denied = matchOfDeny(clause.principals, caller);
  return denied === "yes" ? "deny" : denied === "unclear" ? "strict" : "none";
};

/** Sorts actions of today (`kms:Name`) and names of the future into classes. */
export const actionClasses = (
  today: readonly string[],
  future: readonly string[],
  clauses: readonly Clause[],
  dimensions: readonly Dimension[],
): readonly ActionClass[] => {
  const carriers = [...new Set(dimensions.map(({ key }) => key))].map(carriersOf);
  const described = [...today, ...future].map((action, place) => ({
    action,
    future: place >= today.length,
    crossAccount: kmsActionNamed(action)?.crossAccount ?? true,
    covered: clauses.map((clause) => coversAction(clause.actions, action)),
  }));
  const groups = groupBy(described, ({ action, crossAccount, future: later, covered }) =>
    [later, crossAccount, ...covered, ...carriers.map((carries) => carries(action))].map(Number).join(""),
  );
  return [...groups.values()].map((same, index) => ({
    index,
    actions: same.map(({ action }) => action),
    crossAccount: same[0]?.crossAccount ?? true,
    future: same[0]?.future ?? false,
    covered: same[0]?.covered ?? [],
  }));
};
