import { resolveText } from "../policy-variables.ts";
import { type Truth, unknown } from "../truth.ts";
import { anyOne, anyRun, type Glyph, literalGlyphs, matchesGlyphs, mayMeet } from "../wildcard.ts";
import type { Comparison } from "./operator.ts";

/** String operators (IAM User Guide, "String condition operators"): variables are resolved, their values are literal. */
const stringComparison =
  (
    wildcards: boolean,
    fold: (text: string) => string,
    matches: (pattern: readonly Glyph[], text: string) => Truth = matchesGlyphs,
  ): Comparison =>
  (policyValue, requestValue, scope) => {
    const pattern = resolveText(policyValue, { ...scope, wildcards });
    if (pattern === undefined) return false;
    if ("because" in pattern) return pattern;
    const folded = pattern.map((glyph) => (typeof glyph === "string" ? fold(glyph) : glyph));
    return matches(folded, fold(requestValue));
  };

const asIs = (text: string) => text;
const inLowerCase = (text: string) => text.toLowerCase();

/** Every character counts, case too; `*` and `?` stand for themselves. */
export const stringEquals = stringComparison(false, asIs);

export const stringEqualsIgnoreCase = stringComparison(false, inLowerCase);

/** `*` and `?` are wildcards; case counts. */
export const stringLike = stringComparison(true, asIs);

/** Does a pattern match each text that begins so and goes on somehow, or none? Else that is not known. */
const matchesStart = (pattern: readonly Glyph[], start: string): Truth => {
  const [head, begin] = [pattern.findIndex((glyph) => glyph === anyRun), literalGlyphs(start)];
  const rest = head < 0 ? [start] : pattern.slice(head);
  const isMet = pattern.slice(0, head).every((glyph, at) => glyph === anyOne || glyph === begin[at]);
  if (isMet && head <= begin.length && rest.every((glyph) => glyph === anyRun)) return true;
  return mayMeet(pattern, [...begin, anyOne, anyRun]) && unknown("how the text goes on is not known");
};

/** The same comparisons of a request's value of which only the beginning is known. */
export const ofStart: ReadonlyMap<Comparison, Comparison> = new Map([
  [stringEquals, stringComparison(false, asIs, matchesStart)],
  [stringEqualsIgnoreCase, stringComparison(false, inLowerCase, matchesStart)],
  [stringLike, stringComparison(true, asIs, matchesStart)],
]);
