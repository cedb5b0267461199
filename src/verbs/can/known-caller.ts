import { nearest } from "../../check/nearest.ts";
import { KmspolError, UsageError } from "../../errors.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { knownIdentity } from "../../target/known-identity.ts";
import type { World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";

/** Who is asked about, as far as IAM tells. */
export interface KnownCaller {
  /** The ARN; with the path that IAM has, where none was typed. */
  readonly principal: string;
  /** That there is no such user or role, a sentence. */
  readonly notes: readonly string[];
}

/**
 * Begins to look in IAM for whom `knownCaller` will ask about, while KMS is asked for the key: on a slow line calls in a row are what is
 * waited for. Of a file nothing is asked.
 */
export const lookAhead = (context: Context, operand: string, who: string): void => {
  const key = parseTarget(operand);
  if (key.kind !== "key") return;
  const asked = askedAs(who);
  const owner = /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(key.reference)?.[1];
  if (!asked || (owner !== undefined && owner !== (asked.account ?? owner))) return;
  void lookedUp(context, { ...asked, account: asked.account ?? owner }).catch(() => undefined);
};

/**
 * Looks in IAM for the user or role that a question is about: the policy is asked about anybody, whether there is such a one or not, so
 * that is said beside the answer. IAM data wins over a look; what neither tells stays as it is. `typed` is the operand. Throws nothing of AWS.
 */
export const knownCaller = async (
  context: Context,
  open: OpenTarget,
  { typed, principal }: { readonly typed: string; readonly principal: string },
  world: World | undefined,
): Promise<KnownCaller> => {
  const named = namedBy(principal);
  // Of `sso/NAME` the role is not known by its name.
  if (!named || /^sso\//.test(typed)) return { principal, notes: [] };
  const principals = world?.directories.get(named.account)?.principals;
  if (principals) return { principal, notes: missingIn([...principals.values()], named) };
  const isOwn = open.target.kind === "key" && named.account === open.facts.account;
  if (!isOwn || world) return { principal, notes: [] };
  const found = await lookedUp(context, named);
  if (found?.account !== named.account) return { principal, notes: [] };
  if ("note" in found) return { principal, notes: [found.note] };
  const isBare = /^(?:user|role)\/[^/]+$/.test(typed);
  if (isBare) return { principal: found.arn, notes: [] };
  const isThere = named.isSession || found.arn === principal;
  return {
    principal,
    notes: isThere ? [] : [`IAM knows no ${shortOf(principal)}; it has ${shortOf(found.arn)}`],
  };
};

interface Named {
  readonly kind: "user" | "role";
  readonly account: string;
  readonly name: string;
  readonly isSession: boolean;
}

/** Whom a word of `can` names, where it is a user or a role: without an account it is one of the key's own. */
const askedAs = (who: string): Asked | undefined => {
  const [, kind, name] = /^(user|role)\/(?:.*\/)?([^/]+)$/.exec(who) ?? [];
  return kind === undefined || name === undefined
    ? namedBy(who)
    : { kind: kind as Named["kind"], account: undefined, name };
};

const namedBy = (principal: string): Named | undefined => {
  const read = parsePrincipal("AWS", principal);
  if (read.kind === "session")
    return { kind: "role", account: read.account, name: read.role, isSession: true };
  if (read.kind !== "user" && read.kind !== "role") return undefined;
  return { kind: read.kind, account: read.account, name: read.name, isSession: false };
};

const missingIn = (
  known: readonly { readonly kind: string; readonly name: string; readonly arn: string }[],
  { kind, name }: Named,
): readonly string[] => {
  const names = known.filter((one) => one.kind === kind);
  // Names are unique in an account, without regard to case (IAM User Guide, "IAM and AWS STS quotas").
  if (names.some((one) => one.name === name)) return [];
  const near = nearest(
    name,
    names.map((one) => one.name),
  );
  const meant = names.find((one) => one.name === near);
  const hint = meant === undefined ? "" : `; did you mean ${shortOf(meant.arn)}?`;
  return [`the IAM data knows no ${kind}/${name}${hint}`];
};

const shortOf = (arn: string): string => arn.replace(/^.*?:(?=(?:user|role)\/)/, "");

/** `account` undefined: that of the caller. */
type Asked = Pick<Named, "kind" | "name"> & { readonly account: string | undefined };

/** What IAM of an account says; undefined where it may not be asked, or is another account's. */
type Found =
  | { readonly account: string; readonly arn: string }
  | { readonly account: string; readonly note: string }
  | undefined;

/** One look for each of a command: of `each` the same one is asked about for many keys. */
const looks = new WeakMap<Context, Map<string, Promise<Found>>>();

const lookedUp = (context: Context, asked: Asked): Promise<Found> => {
  const known = looks.get(context) ?? new Map<string, Promise<Found>>();
  looks.set(context, known);
  const name = `${asked.kind}/${asked.name}`;
  const look = known.get(`${asked.account ?? ""} ${name}`) ?? known.get(` ${name}`) ?? lookUp(context, asked);
  known.set(`${asked.account ?? ""} ${name}`, look);
  return look;
};

const lookUp = async (context: Context, { kind, account, name }: Asked): Promise<Found> => {
  let own = account ?? "";
  try {
    const { directory, identity } = await openAws(context);
    own = (await identity.caller()).account;
    if (own !== (account ?? own)) return undefined;
    const answer = await knownIdentity(directory, context.outside.clock, kind, name);
    return "found" in answer ? { account: own, arn: answer.found.arn } : undefined;
  } catch (error) {
    if (error instanceof UsageError && error.code === "unknown-principal")
      return { account: own, note: [error.message, didYouMean(error)].filter(Boolean).join("; ") };
    if (error instanceof KmspolError) return undefined;
    throw error;
  }
};

const didYouMean = ({ hint }: UsageError): string => (hint?.startsWith("did you mean") ? hint : "");
