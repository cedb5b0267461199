import type { Caller } from "./caller.ts";
import type { Clause, Terms } from "../clause.ts";
import { groupBy } from "../group-by.ts";
import { matchOfAllow, matchOfDeny, type PrincipalSet } from "./principal-set.ts";
import type { Test } from "../conditions/condition-test.ts";
import { isCallerTest, isOpenTest } from "../boxes/space.ts";
import { isSettledForSome, isSettledTest, settledAs, settledHolds } from "./settled-tests.ts";
import { holds } from "../conditions/test-truth.ts";

/** Terms of which a policy speaks of a caller, and how they reach it. */
export interface Saying {
  readonly terms: Terms;
  readonly match: ClauseMatch;
  /** The level of an organization that says it; see `Clause`. */
  readonly lid?: string;
}

/** How a clause reaches a caller, conditions on the caller included; `strict`: only if NotPrincipal is read strictly; `lid`: as one of those under a lid. */
export type ClauseMatch = "named" | "everyone" | "account" | "deny" | "strict" | "lid";

/** Callers by all that a statement can name of them: their names, and their account. */
export type CallersByName = ReadonlyMap<string, readonly Caller[]>;

/** Who is called by a name or belongs to an account, by that name or account. */
export const callersByName = (callers: readonly Caller[]): CallersByName => {
  const named = callers.flatMap((caller) =>
    [...caller.names, caller.account ?? ""].map((name) => ({ name, caller })),
  );
  const groups = groupBy(named, ({ name }) => name);
  return new Map([...groups].map(([name, same]) => [name, same.map(({ caller }) => caller)]));
};

/**
 * What the statements of a policy say of each caller: each thing once, what is said on the same terms together. Goes from the
 * statements to the callers, as a policy names many, and each of its statements a few.
 */
export const saidBy = (
  clauses: readonly Clause[],
  callers: readonly Caller[],
  byName: CallersByName,
): ReadonlyMap<Caller, readonly Saying[]> => {
  const said = new Map(callers.map((caller) => [caller, [] as Saying[]]));
  for (const clause of [...groupBy(clauses, ({ terms }) => terms).values()].flat()) {
    for (const caller of addressed(clause.principals, byName) ?? callers) {
      const match = matchOf(clause, caller);
      const own = said.get(caller);
      if (match === "none" || !own || isSaid(own, clause, match)) continue;
      own.push({ terms: clause.terms, match, ...(clause.lid !== undefined && { lid: clause.lid }) });
    }
  }
  return said;
};

// What is said on the same terms stands together, so the end is enough: callers and statements may both be a thousand.
const isSaid = (said: readonly Saying[], { terms, lid }: Clause, match: ClauseMatch): boolean => {
  for (let at = said.length - 1; said[at]?.terms === terms; at -= 1)
    if (said[at]?.match === match && said[at]?.lid === lid) return true;
  return false;
};

// Undefined: everyone.
const addressed = (
  { everyone, except, perhaps, named, accounts }: PrincipalSet,
  byName: CallersByName,
): readonly Caller[] | undefined =>
  everyone || except || perhaps
    ? undefined
    : [...named, ...accounts].flatMap((name) => byName.get(name) ?? []);

const matchOf = ({ principals, terms, lid }: Clause, caller: Caller): ClauseMatch | "none" => {
  const reach = terms.allow ? matchOfAllow(principals, caller) : denyMatches[matchOfDeny(principals, caller)];
  const match = lid !== undefined && reach !== "none" ? "lid" : reach;
  if (match === "none") return match;
  return terms.tests.every((test) => mayHold(test, caller)) ? match : "none";
};

// What does not follow from the caller may hold.
const mayHold = (test: Test, caller: Caller): boolean => {
  const { keys, open } = caller;
  if (isSettledForSome(test)) return !isSettledTest(test, settledAs(caller)) || settledHolds(test, caller);
  return !isCallerTest(test) || isOpenTest(test, open?.to) || holds(test, keys.get(test.key));
};

const denyMatches = { yes: "deny", unclear: "strict", no: "none" } as const;
