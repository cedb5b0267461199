import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { DefaultView } from "./default-view.ts";
import type { PolicyReading } from "./policy-reading.ts";
import { accountsInPart, notKnownWhose, sharedAccounts } from "./sharing.ts";

type AccountsInView = Pick<DefaultView, "accounts" | "accountsWhen" | "accountsInPart" | "accountsNotKnown">;

/** The other accounts that a policy lets in, as a whole and in part, as far as all access bears it out. Pure; throws nothing. */
export const accountsInView = (reading: PolicyReading): AccountsInView => {
  const { policy, facts, rows, left } = reading;
  const accounts = accountsLeft(sharedAccounts(policy, facts), reading);
  const accountsWhen = conditionsOf(accounts, rows);
  const notWhose = notKnownWhose(policy);
  return {
    ...(notWhose.length > 0 && { accountsNotKnown: notWhose }),
    accountsInPart: accountsInPart(policy, facts).filter((account) => left.accountsInPart.has(account)),
    accounts,
    ...(Object.keys(accountsWhen).length > 0 && { accountsWhen }),
  };
};

// In the order of the text; then those that come in by a statement for everyone, of which a Deny for everyone but them leaves no more.
const accountsLeft = (shared: readonly string[], { left, rows }: PolicyReading): readonly string[] => {
  const isOpen = rows.some(({ principal }) => principal === "anyone");
  const others = isOpen ? [] : [...left.accounts];
  return [...new Set([...shared, ...others])].filter((account) => left.accounts.has(account));
};

/** The conditions of accounts that have nothing without one, as the rows of all access tell them. */
const conditionsOf = (accounts: readonly string[], rows: readonly Access[]): Record<string, Access["when"]> =>
  Object.fromEntries(
    accounts.flatMap((account) => {
      const own = rows.filter(
        ({ principal }) => /^(?:account|root-user):(\d{12})/.exec(principal)?.[1] === account,
      );
      const when = own.flatMap((row) => row.when);
      if (when.length === 0 || when.some((all) => all.length === 0)) return [];
      const each = new Map(when.map((all) => [JSON.stringify(all), all]));
      return [[account, [...each.values()]] as const];
    }),
  );

/** The account that owns the key, and whether that is taken from the policy alone. Pure; throws nothing. */
export const accountOf = (
  facts: KeyFacts,
  known: KeyFacts,
): Pick<DefaultView, "account" | "accountAssumed"> => {
  if (known.account === undefined) return {};
  const isSaid = facts.account !== undefined || facts.arn !== undefined;
  return isSaid ? { account: known.account } : { account: known.account, accountAssumed: true };
};
