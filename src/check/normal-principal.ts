import type { KeyFacts } from "../policy/key-facts.ts";
import type { PrincipalView } from "./views.ts";

/** One text for all spellings of a principal: a bare account id and the account's root ARN are the same. */
export const normalPrincipal = ({ type, value, principal }: PrincipalView): string =>
  principal.kind === "account" ? `AWS account ${principal.account}` : `${type} ${value}`;

/** Whether an entry is the root principal of the account that owns the key; where that is not known, of any account. */
export const isOwnRoot = ({ principal }: PrincipalView, { account }: KeyFacts): boolean =>
  principal.kind === "account" && (account === undefined || principal.account === account);
