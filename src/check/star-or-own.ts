import type { KeyFacts } from "../policy/key-facts.ts";
import { isElsewhere } from "./reach.ts";
import type { PrincipalView } from "./views.ts";

/** Whether the entry is the whole account that owns the key; never where that account is not known, nor in another partition. */
export const isOwnAccount = (entry: PrincipalView, facts: KeyFacts): boolean =>
  facts.account !== undefined &&
  entry.principal.kind === "account" &&
  entry.principal.account === facts.account &&
  !isElsewhere(entry, facts);

/** The account that a principal belongs to; undefined for everyone, services and deleted ones. */
export const accountOf = ({ principal }: PrincipalView): string | undefined =>
  "account" in principal ? principal.account : undefined;

/** Whether the entry belongs to an account that is not the key's; never where the key's is not known. */
export const isExternal = (entry: PrincipalView, { account }: KeyFacts): boolean => {
  const other = accountOf(entry);
  return account !== undefined && other !== undefined && other !== account;
};
