import type { Statement } from "../../policy/model.ts";
import type { Principal } from "../../policy/principal.ts";
import type { RequestCaller } from "./caller.ts";
import { ownsCaller, principalsOf, type Reach, reachOf } from "./reach.ts";
import { type Truth, unknown } from "./truth.ts";

/** How the statement's Principal or NotPrincipal reaches the caller, and whether that is certain. */
export interface PrincipalMatch {
  readonly reach: Reach;
  readonly truth: Truth;
}

/**
 * Matches a statement's principals with a caller; undefined where it does not speak of the caller. A Deny for everyone is for
 * AWS services too: that is what aws:PrincipalIsAWSService in such a Deny is there to spare (IAM User Guide, "Global condition keys").
 */
export const matchPrincipal = (statement: Statement, caller: RequestCaller): PrincipalMatch | undefined => {
  if (statement.notPrincipal) return matchNotPrincipal(statement, caller);
  const deny = statement.effect === "Deny";
  const reaches = principalsOf(statement).map((principal) =>
    deny && principal.kind === "everyone" && caller.kind === "service"
      ? "direct"
      : reachOf(principal, caller),
  );
  const reach = reaches.includes("direct") ? "direct" : reaches.find((found) => found !== undefined);
  return reach && { reach, truth: true };
};

/**
 * NotPrincipal is everyone alive but the entries, services and other accounts included. With Deny, AWS may ask for the
 * account first, then the user or role, and the exemption only holds where each is listed (IAM User Guide,
 * "NotPrincipal"): where just some are, the Deny may hit or not.
 */
const matchNotPrincipal = (statement: Statement, caller: RequestCaller): PrincipalMatch | undefined => {
  if (caller.kind === "unique-id" || principalsOf(statement).some(isEveryone)) return undefined;
  const listed = principalsOf(statement).some((principal) => reachOf(principal, caller) !== undefined);
  if (statement.effect === "Allow") return listed ? undefined : { reach: "direct", truth: true };
  if (!listed && !mayBeListed(statement, caller)) return { reach: "direct", truth: true };
  const why = "NotPrincipal with Deny exempts for certain only where account and name are listed";
  return exemptForCertain(statement, caller) ? undefined : { reach: "direct", truth: unknown(why) };
};

// Everyone but everyone is nobody, services included.
const isEveryone = ({ kind }: Principal): boolean => kind === "everyone";

// Some identity of an account may be one of those that are listed.
const mayBeListed = (statement: Statement, caller: RequestCaller): boolean =>
  caller.kind === "some-identity" &&
  principalsOf(statement).some((principal) => "account" in principal && ownsCaller(principal, caller));

const exemptForCertain = (statement: Statement, caller: RequestCaller): boolean => {
  const listed = principalsOf(statement).filter((principal) => reachOf(principal, caller) !== undefined);
  const has = (...kinds: readonly string[]) => listed.some(({ kind }) => kinds.includes(kind));
  if (caller.account === undefined) return listed.length > 0;
  if (!has("account")) return false;
  return caller.kind === "root-user" || has("user", "role", "federated-user");
};
