import type { Statement } from "../../policy/model.ts";
import type { Principal } from "../../policy/principal.ts";
import type { RequestCaller } from "./caller.ts";
import {
  isOpenCaller,
  mayBeOfAccount,
  mayNameOpenCaller,
  mayReachOf,
  openEntriesOf,
} from "./open-principal.ts";
import { ownsCaller, principalsOf, type Reach, reachOf } from "./reach.ts";
import { together, type Truth, unknown, type Unknown } from "./truth.ts";

/** How the statement's Principal or NotPrincipal reaches the caller, and whether that is certain. */
export interface PrincipalMatch {
  readonly reach: Reach;
  readonly truth: Truth;
}

/**
 * Matches a statement's principals with a caller; none where it does not speak of the caller, and two where it reaches it for certain
 * through its account and perhaps by an entry that is filled in later. A Deny for everyone is for AWS services too: that is what
 * aws:PrincipalIsAWSService in such a Deny is there to spare (IAM User Guide, "Global condition keys"). `home`: the caller is of the
 * account that owns the key.
 */
export const matchPrincipal = (
  statement: Statement,
  caller: RequestCaller,
  home: boolean,
): readonly PrincipalMatch[] => {
  if (statement.notPrincipal) return matchNotPrincipal(statement, caller, home);
  const deny = statement.effect === "Deny";
  const reaches = principalsOf(statement).map((principal) =>
    deny && principal.kind === "everyone" && caller.kind === "service"
      ? "direct"
      : reachOf(principal, caller),
  );
  if (reaches.includes("direct")) return [{ reach: "direct", truth: true }];
  const reach = reaches.find((found) => found !== undefined);
  const certain = reach === undefined ? [] : [{ reach, truth: true }];
  if (certain.length > 0 && deny) return certain;
  const ways = perhapsReaches(statement, caller, home, deny).filter((way) => way.reach !== reach);
  const best = ways[0]?.reach;
  const perhaps = together(ways.filter((way) => deny || way.reach === best).map((way) => way.unknown));
  return best && perhaps ? [...certain, { reach: best, truth: perhaps }] : certain;
};

/** The ways in which entries may reach the caller because a part of them, or of its own name, is filled in later; by name first. */
const perhapsReaches = (statement: Statement, caller: RequestCaller, home: boolean, services: boolean) => {
  const byEntry = openEntriesOf(statement).flatMap(
    (entry) => mayReachOf(entry, caller, { home, services }) ?? [],
  );
  const byName = isOpenCaller(caller) ? statement.principals : [];
  const byCaller = byName.flatMap(({ type, value }) => {
    const because = type === "AWS" ? mayNameOpenCaller(value, caller) : undefined;
    return because ? [{ reach: "direct" as const, unknown: because }] : [];
  });
  const ways = [...byEntry, ...byCaller];
  return [...ways.filter(({ reach }) => reach === "direct"), ...ways];
};

/**
 * NotPrincipal is everyone alive but the entries, services and other accounts included. With Deny, AWS may ask for the
 * account first, then the user or role, and the exemption only holds where each is listed (IAM User Guide,
 * "NotPrincipal"): where just some are, the Deny may hit or not. An entry that is filled in later may be any exemption.
 */
const matchNotPrincipal = (
  statement: Statement,
  caller: RequestCaller,
  home: boolean,
): readonly PrincipalMatch[] => {
  if (caller.kind === "unique-id" || principalsOf(statement).some(isEveryone)) return [];
  const hits = (truth: Truth): readonly PrincipalMatch[] => [{ reach: "direct", truth }];
  const listed = principalsOf(statement).some((principal) => reachOf(principal, caller) !== undefined);
  if (statement.effect === "Allow" && listed) return [];
  if (statement.effect === "Deny" && exemptForCertain(statement, caller)) return [];
  const perhaps = perhapsExempt(statement, caller, home);
  if (perhaps) return hits(perhaps);
  if (statement.effect === "Allow" || (!listed && !mayBeListed(statement, caller))) return hits(true);
  return hits(unknown("NotPrincipal with Deny exempts for certain only where account and name are listed"));
};

const perhapsExempt = (statement: Statement, caller: RequestCaller, home: boolean): Unknown | undefined =>
  together(perhapsReaches(statement, caller, home, true).map((way) => way.unknown)) ??
  (caller.kind === "some-identity"
    ? together(
        openEntriesOf(statement)
          .filter((entry) => mayBeOfAccount(entry, caller))
          .map((entry) => entry.unknown),
      )
    : undefined);

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
