const suffix = " (other sessions)";

/** The word for a role of which a session is treated otherwise and told by itself: all its other sessions. */
export const otherSessionsOf = (role: string): string => role + suffix;

/** The principal that a word is about: of `ARN (other sessions)` the role's ARN. */
export const principalOfWord = (word: string): string =>
  word.endsWith(suffix) ? word.slice(0, -suffix.length) : word;
