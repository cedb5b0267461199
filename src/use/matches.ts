import { principalOfWord } from "../access/principal-word.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { setWord } from "./set-word.ts";
import type { UsedBy } from "./types.ts";

/** The account of a principal word; undefined for services, unique ids and `anyone`. */
export const accountIn = (word: string): string | undefined =>
  /^(?:account|root-user):(\d{12})/.exec(word)?.[1] ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(word)?.[1];

/** True where the trail tells of somebody no more than the account. */
export const isNameless = ({ principal }: Pick<UsedBy, "principal">): boolean =>
  /^account:\d{12}$/.test(principal);

/**
 * Whether what somebody did counts as use of the access that a principal word is told to have. In doubt it does: what an account has,
 * anybody of it may have used, and a role's access any of its sessions. `own`: the key's account.
 */
export const isUseOf = (word: string, by: UsedBy, own: string | undefined): boolean => {
  const named = principalOfWord(word);
  if (by.principal === named || by.issuer === named) return true;
  if (by.ids?.includes(named) === true || setWord(by.principal, own) === named) return true;
  const account = accountIn(by.principal);
  if (named === "anyone") return account !== own;
  if (named.startsWith("account:")) return account !== undefined && account === accountIn(named);
  if (named.startsWith("service:")) return isService(named, by);
  return isSamePerson(named, by.principal);
};

/** Whether somebody is among those whom a line for anyone or for any service leaves out by name: what they did is no use of it. */
export const isLeftOut = (except: readonly string[], { principal }: Pick<UsedBy, "principal">): boolean => {
  const account = accountIn(principal);
  return except.includes(principal) || (account !== undefined && except.includes(`account:${account}`));
};

const serviceOf = (word: string): string => word.replace(/^service:/, "").split(".")[0] ?? "";

/** A service may be called with its Region or without; and it may ask with the permissions of a role. */
const isService = (word: string, by: UsedBy): boolean => {
  const via = by.operations.flatMap((operation) => operation.via ?? []);
  const names = [...(by.principal.startsWith("service:") ? [by.principal] : []), ...via].map(serviceOf);
  return names.length > 0 && (word === "service:any" || names.includes(serviceOf(word)));
};

/** Names are unique in an account, whatever the path; a session that is told apart is still one of its role. */
const isSamePerson = (word: string, actor: string): boolean => {
  const [one, other] = [parsePrincipal("AWS", word), parsePrincipal("AWS", actor)];
  if (one.kind !== "role" && one.kind !== "user") return false;
  if (other.kind === "session")
    return one.kind === "role" && one.account === other.account && one.name === other.role;
  return other.kind === one.kind && one.account === other.account && one.name === other.name;
};
