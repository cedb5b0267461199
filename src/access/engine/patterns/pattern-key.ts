import type { Pattern } from "./pattern.ts";

const keys = new WeakMap<Pattern, string>();

/** A text that is equal for equal patterns only, made once. */
export const patternKey = (pattern: Pattern): string => {
  const known = keys.get(pattern);
  if (known !== undefined) return known;
  const key = JSON.stringify(pattern);
  keys.set(pattern, key);
  return key;
};

/** Each pattern once, in the same order whatever the order in which a policy lists them: so the same texts are found. */
export const inFixedOrder = (patterns: readonly Pattern[]): readonly Pattern[] =>
  [...new Map(patterns.map((pattern) => [patternKey(pattern), pattern]))]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, pattern]) => pattern);
