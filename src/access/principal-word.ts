import { isAnotherAccount, whyOpaque } from "../policy/symbols.ts";

const suffix = " (other sessions)";

/** The word for a role of which a session is treated otherwise and told by itself: all its other sessions. */
export const otherSessionsOf = (role: string): string => role + suffix;

/** The principal that a word is about: of `ARN (other sessions)` the role's ARN. */
export const principalOfWord = (word: string): string =>
  word.endsWith(suffix) ? word.slice(0, -suffix.length) : word;

/**
 * The 12 digits of the account a principal word belongs to; undefined for services, unique ids and `anyone`, for a permission set of
 * the key's own account (`sso/Dev`), and where only the deployment of a document knows.
 */
export const accountOfWord = (word: string): string | undefined =>
  whyOpaque(word) !== undefined && !isAnotherAccount(word) ? undefined : accountIn(word);

/** The same of a word whatever is open in it: what stands in the place of its account. */
export const accountIn = (word: string): string | undefined =>
  /^(?:account|root-user):(\d{12})/.exec(word)?.[1] ??
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(word)?.[1] ??
  /^sso\/[^@]+@(\d{12})$/.exec(word)?.[1];
