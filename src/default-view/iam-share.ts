import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { actionsIn } from "./action-set.ts";
import { appliesToKey, delegatesToIam, isCertain, isOwnAccount } from "./recognise.ts";

/** What the key policy leaves to the IAM policies of the key's own account. */
export interface IamShare {
  /** Every right on the key. */
  readonly whole: boolean;
  /** What they can give in any case: `kms:Name`, sorted. Empty where it is everything. */
  readonly actions: readonly string[];
  /** What they can give beyond that, under conditions. */
  readonly conditional: readonly string[];
}

/** Reads what is left to IAM; Deny is left aside. Where the account is not known nothing is. Never throws. */
export const iamShareOf = ({ statements }: Policy, facts: KeyFacts): IamShare => {
  if (statements.some((statement) => delegatesToIam(statement, facts))) {
    return { whole: true, actions: [], conditional: [] };
  }
  const own = statements.filter((statement) => isForOwnAccount(statement, facts));
  const certain = actionsOfAll(own.filter((statement) => isCertain(statement, facts)));
  const all = actionsOfAll(own.filter((statement) => appliesToKey(statement, facts)));
  return {
    whole: false,
    actions: [...certain].sort(),
    conditional: [...all].filter((action) => !certain.has(action)).sort(),
  };
};

const isForOwnAccount = ({ effect, inert, notPrincipal, principals }: Statement, facts: KeyFacts): boolean =>
  effect === "Allow" &&
  inert === undefined &&
  !notPrincipal &&
  principals.some(({ type, value }) => isOwnAccount(type, value, facts));

const actionsOfAll = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(statements.flatMap((statement) => [...actionsIn(statement)]));

/** Why it is not known whether IAM policies of the key's own account can give anything: all rows that say so rest on it; else nothing. */
export const iamUndecidedIn = (
  rows: readonly Access[],
  { account }: KeyFacts,
): { readonly iamUndecided?: string } => {
  const left = rows.filter(({ principal, via }) => via === "iam" && principal === `account:${account ?? ""}`);
  const reasons = left.flatMap(({ undecided }) => undecided ?? []);
  return reasons.length > 0 && reasons.length === left.length ? { iamUndecided: reasons[0] ?? "" } : {};
};
