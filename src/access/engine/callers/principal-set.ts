import type { Statement } from "../../../policy/model.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import { deadName } from "./caller.ts";
import { mayBe, type Meant, openEntry, type OpenEntry } from "./open-entry.ts";

/** The principals of a statement, sorted for look-up. */
export interface PrincipalSet {
  readonly everyone: boolean;
  /** Account principals, as `PARTITION:ACCOUNT`. */
  readonly accounts: ReadonlySet<string>;
  /** All others by what identifies them: an ARN, `service:NAME`, a unique id, or what `deadName` makes of a malformed one. */
  readonly named: ReadonlySet<string>;
  /** The entries come from NotPrincipal. */
  readonly except: boolean;
  /** The entries with open parts. */
  readonly open: readonly OpenEntry[];
  /** It is for those whom they may name, and not for certain. */
  readonly perhaps?: true;
}

/** How an Allow statement reaches a caller: by its name, as one of all, or through its account's principal. */
export type PrincipalMatch = "none" | "account" | "everyone" | "named";

/** Reads the principals of a statement. A bare account id is taken to be of the given partition. */
export const principalSet = ({ principals, notPrincipal }: Statement, partition: string): PrincipalSet => {
  const accounts = new Set<string>();
  const named = new Set<string>();
  let everyone = false;
  for (const { type, value } of principals) {
    const principal = parsePrincipal(type, value);
    if (principal.kind === "everyone") everyone = true;
    else if (principal.kind === "account")
      accounts.add(`${principal.partition ?? partition}:${principal.account}`);
    else if (principal.kind === "service") named.add(`service:${principal.name}`);
    else named.add(principal.kind === "malformed" ? deadName(type, value) : value);
  }
  const open = principals.flatMap((entry) => openEntry(entry) ?? []);
  return { everyone, accounts, named, except: notPrincipal, open };
};

/** How an Allow statement with these principals reaches the caller. `*` never reaches an AWS service by an Allow. */
export const matchOfAllow = (set: PrincipalSet, caller: Meant): PrincipalMatch => {
  if (set.perhaps) return isOnlyPerhaps(set, caller) && !caller.dead ? "everyone" : "none";
  if (set.except)
    return caller.dead || exemptByAny(set, caller) || isOnlyPerhaps(set, caller) ? "none" : "everyone";
  if (caller.names.some((name) => set.named.has(name))) return "named";
  if (set.everyone && !caller.service && !caller.dead) return "everyone";
  return caller.account !== undefined && set.accounts.has(caller.account) ? "account" : "none";
};

/** Whether a Deny reaches the caller; `unclear` where sources disagree on how NotPrincipal is read. */
export const matchOfDeny = (set: PrincipalSet, caller: Meant): "yes" | "no" | "unclear" => {
  if (set.perhaps) return isOnlyPerhaps(set, caller) && !(set.except && caller.dead) ? "yes" : "no";
  if (!set.except) return reaches(set, caller) ? "yes" : "no";
  if (isOnlyPerhaps(set, caller)) return "no";
  if (caller.dead || !exemptByAny(set, caller)) return caller.dead ? "no" : "yes";
  return exemptByAll(set, caller) ? "no" : "unclear";
};

// An entry with open parts may name the caller, and no other one does; of NotPrincipal it may exempt it.
const isOnlyPerhaps = (set: PrincipalSet, caller: Meant): boolean =>
  set.open.length > 0 && !reaches(set, caller) && set.open.some((entry) => mayBe(entry, caller));

// A Deny for an account principal is for all of that account; a Deny for everyone is for AWS services, too.
const reaches = (set: PrincipalSet, caller: Meant): boolean =>
  (set.everyone && !caller.dead) ||
  caller.names.some((name) => set.named.has(name)) ||
  (caller.account !== undefined && set.accounts.has(caller.account));

const exemptByAny = (set: PrincipalSet, caller: Meant): boolean =>
  set.everyone ||
  caller.names.some((name) => set.named.has(name)) ||
  (caller.account !== undefined && set.accounts.has(caller.account));

// IAM User Guide, "NotPrincipal": the account, then the role, then the session each have to be listed.
// The root user has no name but its account's; a service has no account.
const exemptByAll = (set: PrincipalSet, caller: Meant): boolean =>
  set.everyone ||
  ((caller.names.length > 0 || caller.account !== undefined) &&
    caller.names.every((name) => set.named.has(name)) &&
    (caller.account === undefined || set.accounts.has(caller.account)));
