import { resolveText } from "../policy-variables.ts";
import { matchesGlyphs } from "../wildcard.ts";
import type { Comparison } from "./operator.ts";

/** String operators (IAM User Guide, "String condition operators"): variables are resolved, their values are literal. */
const stringComparison =
  (wildcards: boolean, fold: (text: string) => string): Comparison =>
  (policyValue, requestValue, scope) => {
    const pattern = resolveText(policyValue, { ...scope, wildcards });
    if (pattern === undefined) return false;
    if ("because" in pattern) return pattern;
    const folded = pattern.map((glyph) => (typeof glyph === "string" ? fold(glyph) : glyph));
    return matchesGlyphs(folded, fold(requestValue));
  };

const asIs = (text: string) => text;

/** Every character counts, case too; `*` and `?` stand for themselves. */
export const stringEquals = stringComparison(false, asIs);

export const stringEqualsIgnoreCase = stringComparison(false, (text) => text.toLowerCase());

/** `*` and `?` are wildcards; case counts. */
export const stringLike = stringComparison(true, asIs);
