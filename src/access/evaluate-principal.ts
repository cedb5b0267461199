import type { PrincipalEntry, Statement } from "../policy/model.ts";
import { parsePrincipal, type Principal } from "../policy/principal.ts";
import { type RequestCaller, samePartition } from "./evaluate-caller.ts";
import { type Truth, unknown } from "./evaluate-truth.ts";

/** How a statement reaches a caller: by name (or `*`), or through the account principal, which hands over to IAM. */
export type Reach = "direct" | "account";

/** How the statement's Principal or NotPrincipal reaches the caller, and whether that is certain. */
export interface PrincipalMatch {
  readonly reach: Reach;
  readonly truth: Truth;
}

/** Matches a statement's principals with a caller; undefined where it does not speak of the caller. */
export const matchPrincipal = (statement: Statement, caller: RequestCaller): PrincipalMatch | undefined => {
  const reaches = statement.principals.map((entry) => entryReach(entry, caller));
  if (statement.notPrincipal) return matchNotPrincipal(statement, reaches, caller);
  const reach = reaches.includes("direct") ? "direct" : reaches.find((found) => found !== undefined);
  return reach && { reach, truth: true };
};

const entryReach = ({ type, value }: PrincipalEntry, caller: RequestCaller): Reach | undefined => {
  const principal = parsePrincipal(type, value);
  if (principal.kind === "everyone") return caller.kind === "service" ? undefined : "direct";
  if (principal.kind === "account") return ownsCaller(principal, caller) ? "account" : undefined;
  return namesCaller(principal, caller) ? "direct" : undefined;
};

const ownsCaller = (
  principal: { readonly account: string; readonly partition: string | undefined },
  caller: RequestCaller,
): boolean => principal.account === caller.account && samePartition(principal.partition, caller.partition);

// A role covers its sessions; the session's ARN lacks the role's path, so the name decides (role names are unique in
// an account). A user ARN may cover federated sessions of that user too, but their ARN does not tell whose they are.
const namesCaller = (principal: Principal, caller: RequestCaller): boolean => {
  switch (principal.kind) {
    case "role":
      return (
        principal.arn === caller.arn ||
        (caller.kind === "session" && principal.name === caller.name && ownsCaller(principal, caller))
      );
    case "user":
    case "session":
    case "federated-user":
      return principal.arn === caller.arn;
    case "service":
      return caller.kind === "service" && principal.name === caller.name;
    case "unique-id":
      return caller.kind === "unique-id" && coversId(principal.id, caller.name);
    default:
      return false;
  }
};

// `AROA…` covers `AROA…:session`.
const coversId = (id: string, other: string): boolean => id === other || other.startsWith(`${id}:`);

/**
 * NotPrincipal is everyone but the entries, `*` included. With Deny, AWS may ask for the account first, then the user
 * or role, and the exemption only holds where each is listed (IAM User Guide, "NotPrincipal"): where just some are, the
 * Deny may hit or not.
 */
const matchNotPrincipal = (
  statement: Statement,
  reaches: readonly (Reach | undefined)[],
  caller: RequestCaller,
): PrincipalMatch | undefined => {
  const listed = reaches.some((reach) => reach !== undefined);
  if (statement.effect === "Allow") return listed ? undefined : { reach: "direct", truth: true };
  if (!listed && !mayBeListed(statement, caller)) return { reach: "direct", truth: true };
  return exemptForCertain(statement, reaches, caller)
    ? undefined
    : {
        reach: "direct",
        truth: unknown("NotPrincipal with Deny exempts for certain only where account and name are listed"),
      };
};

// Some identity of an account may be one of those that are listed.
const mayBeListed = (statement: Statement, caller: RequestCaller): boolean =>
  caller.kind === "some-identity" &&
  statement.principals.some(({ type, value }) => {
    const principal = parsePrincipal(type, value);
    return "account" in principal && ownsCaller(principal, caller);
  });

const exemptForCertain = (
  statement: Statement,
  reaches: readonly (Reach | undefined)[],
  caller: RequestCaller,
): boolean => {
  if (statement.principals.some(({ type, value }) => type === "AWS" && value === "*")) return true;
  if (caller.kind === "service" || caller.kind === "unique-id") return reaches.includes("direct");
  if (caller.kind === "root-user") return reaches.includes("account");
  if (!reaches.includes("account")) return false;
  return caller.kind === "session" ? roleIsListed(statement, caller) : reaches.includes("direct");
};

const roleIsListed = (statement: Statement, caller: RequestCaller): boolean =>
  statement.principals.some(({ type, value }) => {
    const principal = parsePrincipal(type, value);
    return principal.kind === "role" && namesCaller(principal, caller);
  });
