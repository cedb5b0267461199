import { fixedParts, isAnotherAccount } from "../../../policy/symbols.ts";
import type { PrincipalEntry } from "../../../policy/model.ts";
import { matchesPattern, type Pattern } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";
import type { Caller } from "./caller.ts";

/** A principal of which something fills in a part before the policy is put. */
export interface OpenEntry {
  readonly service: boolean;
  /** All of it may be filled in: it may be `*`. */
  readonly whole: boolean;
  readonly pattern: Pattern;
  /** What it begins with. */
  readonly start: string;
  /** It is of another account than the key's. */
  readonly elsewhere: boolean;
}

/** Reads one; undefined where all of it is there, or where it names no caller of KMS whatever is filled in. */
export const openEntry = ({ type, value }: PrincipalEntry): OpenEntry | undefined => {
  const parts = type === "AWS" || type === "Service" ? fixedParts(value) : undefined;
  if (!parts) return undefined;
  const plain = { wildcards: false, variables: false };
  const pattern = parts.flatMap((part, place): Pattern => [
    ...(place > 0 ? [{ star: true, except: "" }] : []),
    ...textPattern(part, plain),
  ]);
  return {
    service: type === "Service",
    whole: parts.join("") === "",
    pattern,
    start: parts[0] ?? "",
    elsewhere: isAnotherAccount(value),
  };
};

/** What of a caller decides whether an entry may be it. */
export type Meant = Pick<Caller, "names" | "account" | "service" | "dead"> &
  Partial<Pick<Caller, "kind" | "foreign">>;

/**
 * Whether an entry may turn out to name the caller, its account or everyone. A caller that stands for many others, and a session, whose
 * ARN lacks the path of its role, are meant where anybody of their account is.
 */
export const mayBe = (entry: OpenEntry, caller: Meant): boolean => {
  if (entry.service)
    return (
      caller.service &&
      caller.names.some((name) => matchesPattern(entry.pattern, name.slice("service:".length)))
    );
  if (entry.elsewhere && caller.foreign === false) return false;
  if (entry.whole) return true;
  if (caller.names.some((name) => matchesPattern(entry.pattern, name))) return true;
  if (caller.account === undefined) return false;
  const [partition = "", account = ""] = caller.account.split(":");
  if ([account, `arn:${partition}:iam::${account}:root`].some((name) => matchesPattern(entry.pattern, name)))
    return true;
  return standsForMany(caller) && beginsAlike(entry.start, `arn:${partition}:`, account);
};

const standsForMany = ({ kind, names }: Meant): boolean =>
  kind === "others" || kind === "anyone" || names.some((name) => name.includes(":assumed-role/"));

const beginsAlike = (start: string, arn: string, account: string): boolean =>
  ["iam", "sts"].some((service) => {
    const begin = `${arn}${service}::${account}:`;
    return start.startsWith(begin) || begin.startsWith(start);
  });
