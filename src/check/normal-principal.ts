import type { PrincipalView } from "./views.ts";

/** One text for all spellings of a principal: a bare account id and the account's root ARN are the same. */
export const normalPrincipal = ({ type, value, principal }: PrincipalView): string =>
  principal.kind === "account" ? `AWS account ${principal.account}` : `${type} ${value}`;
