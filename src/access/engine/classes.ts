import { kmsActionNamed } from "../../policy/kms-actions.ts";
import { type ActionSet, coversAction } from "./action-set.ts";
import type { Caller, OpenCaller } from "./callers/caller.ts";
import type { Clause, Terms } from "./clause.ts";
import type { Dimension } from "./boxes/dimension.ts";
import { groupBy } from "./group-by.ts";
import { carriersOf } from "./conditions/known-keys.ts";
import { clausesByName, matchOfAllow, matchOfDeny } from "./callers/principal-set.ts";
import type { Standing } from "./boxes/rights.ts";
import { isCallerTest, isOpenTest } from "./boxes/space.ts";
import { holds } from "./conditions/test-truth.ts";

/** Callers of whom both policies say the same. */
export interface CallerClass {
  readonly index: number;
  readonly callers: readonly Caller[];
  readonly standing: Standing;
  /** Which tests on them are left open, there being too many. */
  readonly open: OpenCaller["to"] | undefined;
  /** What each policy says of them. */
  readonly said: Said;
  /** The policies do not say the same of them. */
  readonly changes: boolean;
}

export type Said = Readonly<Record<"before" | "after", readonly Saying[]>>;

/** Terms of which a policy speaks of a caller, and how they reach it. */
export interface Saying {
  readonly terms: Terms;
  readonly match: ClauseMatch;
}

/** How a clause reaches a caller, conditions on the caller included; `strict`: only if NotPrincipal is read strictly. */
export type ClauseMatch = "named" | "everyone" | "account" | "deny" | "strict";

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

export const callerClasses = (
  callers: readonly Caller[],
  sides: Readonly<Record<"before" | "after", readonly Clause[]>>,
): readonly CallerClass[] => {
  const clausesFor = { before: clausesByName(sides.before), after: clausesByName(sides.after) };
  const classes = new Map<string, CallerClass & { readonly callers: Caller[] }>();
  for (const caller of callers) {
    const said = {
      before: saidOf(clausesFor.before(caller), caller),
      after: saidOf(clausesFor.after(caller), caller),
    };
    const standing = standingOf(caller);
    const open = caller.open?.to;
    const [before, after] = [textOf(said.before), textOf(said.after)];
    const key = `${standing} ${open ?? ""} ${before} ${after}`;
    const known = classes.get(key);
    if (known) known.callers.push(caller);
    else
      classes.set(key, {
        index: classes.size,
        callers: [caller],
        standing,
        open,
        said,
        changes: before !== after,
      });
  }
  return [...classes.values()];
};

const standingOf = ({ foreign, kind }: Caller): Standing => {
  if (foreign) return "foreign";
  return kind === "root" || kind === "service" || kind === "dead" ? "sovereign" : "own";
};

const textOf = (said: readonly Saying[]): string =>
  said.map(({ terms, match }) => `${terms.number}${match}`).join();

// Each but once, in the order of the statements.
const saidOf = (clauses: readonly Clause[], caller: Caller): readonly Saying[] => {
  const said: Saying[] = [];
  for (const clause of clauses) {
    const match = matchOf(clause, caller);
    if (match === "none" || said.some((one) => one.terms === clause.terms && one.match === match)) continue;
    said.push({ terms: clause.terms, match });
  }
  return said;
};

const matchOf = ({ principals, terms }: Clause, caller: Caller): ClauseMatch | "none" => {
  const match = terms.allow ? matchOfAllow(principals, caller) : denyMatches[matchOfDeny(principals, caller)];
  if (match === "none") return match;
  const met = terms.tests.every((test) => {
    if (!isCallerTest(test) || isOpenTest(test, caller.open?.to)) return true;
    const value = caller.keys.get(test.key);
    return holds(test, value === undefined ? undefined : [value]);
  });
  return met ? match : "none";
};

const denyMatches = { yes: "deny", unclear: "strict", no: "none" } as const;

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
    covered: [...sets].map((set) => coversAction(set, action)),
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
