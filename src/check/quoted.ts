/** A text of the policy inside a message: in double quotes, raw, cut where it is longer than a line. */
export const quoted = (text: string): string => (text.length > 100 ? `"${text.slice(0, 99)}…"` : `"${text}"`);

/** Some words as a list for people: `a`, `a and b`, `a, b and c`. */
export const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
