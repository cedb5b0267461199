import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { fixedParts, notKnownYet } from "../policy/symbols.ts";
import { permissionSetPattern, someRoleOf } from "../policy/permission-set.ts";
import { accountIn, principalOfWord } from "./principal-word.ts";
import { emptyWorld } from "../world/read-world.ts";
import { listAccess } from "./list-access.ts";
import type { Access, Condition } from "./types.ts";
import { listForPrincipal } from "./what-can.ts";

/** Who must not have what, whatever the policy says of it. */
export interface Ban {
  /**
   * A principal word (`anyone`, `account:ID`, `service:NAME`, `root-user:ID`, `sso/NAME`, `role/NAME`, `user/NAME`, an ARN), a pattern of
   * one with `*` and `?`, or `outside`: whoever is not of the key's account.
   */
  readonly principal: string;
  /** `kms:Name`, with wildcards. */
  readonly actions: readonly string[];
  /** Words and patterns of principals that may all the same. */
  readonly except: readonly string[];
  readonly reason: string;
}

/**
 * What a policy gives against a ban, by meaning: what an account or everyone has, each of its principals has; a Deny takes it away, and a
 * condition narrows it. What the policy leaves to IAM of the key's own account is for IAM, and no part of the answer but for the account
 * itself. Pure; throws nothing.
 */
export const bannedAccess = (ban: Ban, policy: Policy, facts: KeyFacts): readonly Access[] => {
  const all = listAccess(policy, facts).filter(isOpen(facts));
  const named = all.filter(({ principal }) => isMeant(ban.principal, principal, facts));
  const single = callerOf(ban.principal, facts);
  const key = { key: { policy, facts }, world: emptyWorld, ceilings: {} };
  const own =
    single === undefined ? [] : ofCaller(single, listForPrincipal(single, key)).filter(isOpen(facts));
  const open = all.filter(
    (entry) => !named.includes(entry) && mayBeMeant(ban.principal, entry.principal, facts),
  );
  const undecided = open.map((entry) => ({ undecided: notKnownYet(entry.principal), ...entry }));
  const told = [...named, ...undecided];
  const found = [...told, ...own.filter((entry) => !told.some((other) => isSame(other, entry)))];
  return [...found.map((entry) => doubted(ban.principal, entry, facts)), ...notKnownOutside(ban, all, facts)]
    .filter(({ principal }) => !ban.except.some((word) => isExcepted(word, principal, facts)))
    .flatMap((entry) => {
      const actions = entry.actions.filter((action) => ban.actions.some((one) => matches(action, one)));
      return actions.length > 0 ? [{ ...entry, actions }] : [];
    });
};

/** Why it cannot be said who is outside. */
export const accountNotKnown = "the key's account is not known";

/** Of a key whose account nobody told, anybody of an account may be outside: said once, of the first one. */
const notKnownOutside = (ban: Ban, all: readonly Access[], facts: KeyFacts): readonly Access[] => {
  if (ban.principal !== "outside" || facts.account !== undefined) return [];
  const banned = all.find(
    ({ principal, actions }) =>
      accountIn(principal) !== undefined &&
      !ban.except.some((word) => isExcepted(word, principal, facts)) &&
      actions.some((action) => ban.actions.some((one) => matches(action, one))),
  );
  return banned ? [{ ...banned, undecided: accountNotKnown }] : [];
};

/** A session tells its role's name alone: whether that role has the path of the ban is not known. */
const doubted = (word: string, entry: Access, facts: KeyFacts): Access =>
  sessionRole(entry.principal) !== undefined &&
  /:role\/.*\//.test(inFull(word, facts)) &&
  !/sso\.amazonaws/.test(inFull(word, facts))
    ? { ...entry, undecided: "a session does not tell the path of its role" }
    : entry;

/** The role of a session as an ARN without a path; undefined for whoever is none. */
const sessionRole = (principal: string): string | undefined => {
  const [, partition, account, name] =
    /^arn:([^:]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal) ?? [];
  return name === undefined ? undefined : `arn:${partition ?? ""}:iam::${account ?? ""}:role/${name}`;
};

const withoutPath = (role: string): string => role.replace(/:role\/.*\//, ":role/");

/** Of what an account has as a whole, the ways that are open to this caller: a condition on aws:PrincipalArn may leave it out. */
const ofCaller = (caller: string, access: readonly Access[]): readonly Access[] =>
  access.flatMap((entry) => {
    const when = entry.when.filter((all) => all.every((test) => letsIn(test, caller)));
    return when.length > 0 ? [{ ...entry, when }] : [];
  });

const letsIn = ({ key, test, values, not = false }: Condition, caller: string): boolean => {
  if (!/^aws:principalarn$/i.test(key) || !/^(?:Arn|String)(?:Not)?(?:Equals|Like)$/i.test(test)) return true;
  const isOneOf = values.some((value) => matches(caller, value));
  return isOneOf === (/Not/i.test(test) === not);
};

const isSame = (a: Access, b: Access): boolean =>
  a.principal === b.principal && a.via === b.via && JSON.stringify(a.when) === JSON.stringify(b.when);

/** What is not only handed over to IAM of the key's account. */
const isOpen =
  ({ account }: KeyFacts) =>
  ({ via, principal }: Access): boolean =>
    via !== "iam" || account === undefined || accountIn(principal) !== account;

/** Whether a word of the configuration means whom an entry is about. */
const isMeant = (word: string, named: string, facts: KeyFacts): boolean => {
  const principal = principalOfWord(named);
  const account = accountIn(principal);
  if (word === "outside")
    return (
      principal === "anyone" ||
      (account !== undefined && facts.account !== undefined && account !== facts.account)
    );
  const asked = /^(?:account:)?(\d{12})$/.exec(word)?.[1];
  if (asked !== undefined) return account === asked || (principal === "anyone" && asked !== facts.account);
  const session = sessionRole(principal);
  return (
    matches(principal, inFull(word, facts)) ||
    principal === someCaller(word, facts) ||
    (session !== undefined && matches(session, withoutPath(inFull(word, facts))))
  );
};

/** Whether a principal of which something fills in a part before the policy is put may turn out to be whom a word means. */
const mayBeMeant = (word: string, principal: string, facts: KeyFacts): boolean => {
  const parts = fixedParts(principal);
  if (!parts) return false;
  const pattern = parts.join("*");
  if (pattern === "*") return !word.startsWith("service:");
  if (/^(?:account:)?\d{12}$|^(?:outside|anyone)$/.test(word)) {
    const account = accountIn(principal);
    return account === undefined || fixedParts(account) !== undefined;
  }
  const caller = someCaller(word, facts);
  return matches(pattern, inFull(word, facts)) || (caller !== undefined && matches(caller, pattern));
};

/** Everyone is more than any account that may: an exception takes that in by its own word alone. */
const isExcepted = (word: string, principal: string, facts: KeyFacts): boolean =>
  principal === "anyone" ? matches(principal, word) : isMeant(word, principal, facts);

/** `role/NAME` and `sso/NAME` as the ARNs of the key's account that they mean. */
const inFull = (word: string, { account = "*", partition = "*" }: KeyFacts): string => {
  if (/^(?:role|user)\//.test(word)) return `arn:${partition}:iam::${account}:${word}`;
  const [, name, of = account] = /^sso\/([^@]+)(?:@(\d{12}))?$/.exec(word) ?? [];
  return name === undefined ? word : permissionSetPattern({ name, account: of }, partition);
};

/** One caller whom a word means: of a pattern any that it takes in. */
const someCaller = (word: string, facts: KeyFacts): string | undefined => {
  const full = someRoleOf(inFull(word, facts));
  if (!full.startsWith("arn:") && !/^(?:service|root-user):/.test(full)) return undefined;
  const filled = full
    .replace(/^arn:\*/, `arn:${facts.partition ?? "aws"}`)
    .replace(/(?<=:iam::)\*/, facts.account ?? "");
  return filled.replaceAll("*", "x").replaceAll("?", "x");
};

const callerOf = (word: string, facts: KeyFacts): string | undefined =>
  /^(?:outside|anyone|account:|\d{12}$)/.test(word) ? undefined : someCaller(word, facts);

/** Whether a text fits a pattern of `*` and `?`; letters in either case. The work is at most the product of their lengths. */
const matches = (text: string, pattern: string): boolean => {
  const [letters, tokens] = [text.toLowerCase(), pattern.toLowerCase()];
  let [at, next, star, marked] = [0, 0, -1, 0];
  while (at < letters.length) {
    const token = tokens[next];
    if (token === "*") [star, marked, next] = [next, at, next + 1];
    else if (token === "?" || token === letters[at]) [at, next] = [at + 1, next + 1];
    else if (star >= 0) [marked, at, next] = [marked + 1, marked + 1, star + 1];
    else return false;
  }
  while (tokens[next] === "*") next += 1;
  return next === tokens.length;
};
