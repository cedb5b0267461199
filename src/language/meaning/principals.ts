import type { KeyFacts } from "../../policy/key-facts.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { fixedParts, whyOpaque } from "../../policy/symbols.ts";
import type { ListedPrincipals } from "../types.ts";

/**
 * Who a principal of a policy is, in a sentence or two; `type` as written: `AWS`, `Service`. Where IAM was asked, it is told of a user or
 * role that is not `listed`.
 */
export const principalMeaning = (
  type: string,
  value: string,
  { account }: KeyFacts,
  listed: ListedPrincipals,
): string => {
  const opaque = whyOpaque(value);
  if (opaque !== undefined) return `Who this is, is not known here: ${opaque}.`;
  const principal = parsePrincipal(type, value);
  const later = fixedParts(value) === undefined ? "" : "; which one that is, is not known here";
  const missing = (kind: "user" | "role", owner: string): string =>
    (listed.get(owner)?.has(value) ?? true)
      ? ""
      : ` IAM of that account listed no such ${kind}: KMS refuses a principal that does not exist.`;
  const of = (owner: string): string =>
    owner === account
      ? "this account"
      : account === undefined
        ? `account ${owner}`
        : `the other account ${owner}`;
  switch (principal.kind) {
    case "everyone":
      return "Everyone: each caller of each account, and who is in none. Only conditions narrow it.";
    case "account":
      return principal.account === account
        ? "This account: its root user, and every user and role to whom its IAM policies give the actions."
        : `The account ${principal.account}: its root user, and whom its IAM policies give the actions.`;
    case "user":
      return `The user ${principal.name} of ${of(principal.account)}${later}.${missing("user", principal.account)}`;
    case "role":
      return `The role ${principal.name} of ${of(principal.account)}: each of its sessions${later}.${missing("role", principal.account)}`;
    case "session":
      return `One session, ${principal.session}, of the role ${principal.role} of ${of(principal.account)}.`;
    case "federated-user":
      return `The federated user ${principal.name} of ${of(principal.account)} (GetFederationToken).`;
    case "service":
      return `The AWS service ${principal.name}, where it calls as itself and not on somebody's behalf.`;
    case "unique-id":
      return `A ${principal.of} that was deleted: KMS shows its unique id, which nobody has any more.`;
    case "malformed":
      return fixedParts(value) === undefined
        ? "Nobody: KMS takes no such principal."
        : "Who this is, is not known here: something fills it in before the policy is put.";
  }
};
