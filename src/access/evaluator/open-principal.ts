import type { PrincipalEntry, Statement } from "../../policy/model.ts";
import { isAnotherAccount } from "../../policy/symbols.ts";
import type { RequestCaller } from "./caller.ts";
import { type OpenText, openText } from "./open-text.ts";
import type { Reach } from "./reach.ts";
import type { Unknown } from "./truth.ts";
import { anyRun, type Glyph, literalGlyphs, mayMeet } from "./wildcard.ts";

/** An entry of which something fills in a part before the policy is put. */
export interface OpenEntry extends OpenText {
  readonly type: string;
  /** Whoever it is, it is of another account than the key's. */
  readonly isElsewhere: boolean;
}

const read = new WeakMap<Statement, readonly OpenEntry[]>();

/** The entries of a statement's Principal or NotPrincipal that have open parts. */
export const openEntriesOf = (statement: Statement): readonly OpenEntry[] => {
  const known = read.get(statement);
  if (known) return known;
  const open = statement.principals.flatMap(readEntry);
  read.set(statement, open);
  return open;
};

const readEntry = ({ type, value }: PrincipalEntry): readonly OpenEntry[] => {
  const open = openText(value);
  return open ? [{ ...open, type, isElsewhere: isAnotherAccount(value) }] : [];
};

/** A way in which an entry may reach a caller, and why that is not known. */
export interface MayReach {
  readonly reach: Reach;
  readonly unknown: Unknown;
}

/**
 * How an entry with open parts may reach a caller. In a Principal only the whole text may be `*`, which stands for everyone (IAM User
 * Guide, "JSON policy elements: Principal"), AWS services too where `services` says so: in a Deny, and in NotPrincipal.
 */
export const mayReachOf = (
  entry: OpenEntry,
  caller: RequestCaller,
  { home, services }: { readonly home: boolean; readonly services: boolean },
): MayReach | undefined => {
  const way = (reach: Reach): MayReach => ({ reach, unknown: entry.unknown });
  if (entry.type === "Service") {
    const fits = caller.kind === "service" && mayMeet(entry.glyphs, literalGlyphs(caller.name));
    return fits ? way("direct") : undefined;
  }
  if (entry.type !== "AWS" || (entry.isElsewhere && home)) return undefined;
  if (entry.isWhole) return caller.kind === "service" && !services ? undefined : way("direct");
  if (namesOf(caller).some((name) => mayMeet(entry.glyphs, name))) return way("direct");
  return accountNames(caller).some((name) => mayMeet(entry.glyphs, literalGlyphs(name)))
    ? way("account")
    : undefined;
};

/** Whether the entry may be some identity of the caller's account. */
export const mayBeOfAccount = ({ type, glyphs }: OpenEntry, { account, partition }: RequestCaller): boolean =>
  type === "AWS" &&
  account !== undefined &&
  ["iam", "sts"].some((service) =>
    mayMeet(glyphs, [...literalGlyphs(`arn:${partition ?? "aws"}:${service}::${account}:`), anyRun]),
  );

/** What an entry may write for the caller. The ARN of a session lacks the path of its role. */
const namesOf = (caller: RequestCaller): readonly (readonly Glyph[])[] => {
  const { kind, arn, name } = caller;
  if (kind === "unique-id") return [literalGlyphs(name)];
  if (arn === undefined || kind === "root-user" || kind === "some-identity") return [];
  const own = openText(arn)?.glyphs ?? literalGlyphs(arn);
  if (kind !== "session") return [own];
  const roles = literalGlyphs(`arn:${caller.partition ?? "aws"}:iam::${caller.account ?? ""}:role/`);
  const last = literalGlyphs(name);
  return [own, [...roles, ...last], [...roles, anyRun, ...literalGlyphs("/"), ...last]];
};

const accountNames = ({ account, partition }: RequestCaller): readonly string[] =>
  account === undefined ? [] : [account, `arn:${partition ?? "aws"}:iam::${account}:root`];

/** Whether an entry that is all there may name a caller of whose own name a part is open. */
export const mayNameOpenCaller = (value: string, { arn }: RequestCaller): Unknown | undefined => {
  const own = arn === undefined ? undefined : openText(arn);
  return own && !own.isWhole && mayMeet(own.glyphs, literalGlyphs(value)) ? own.unknown : undefined;
};

/** Whether a part of the caller's own name is open. */
export const isOpenCaller = ({ arn }: RequestCaller): boolean =>
  arn !== undefined && openText(arn) !== undefined;
