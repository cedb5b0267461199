import { resolveText, splitAtColons } from "../policy-variables.ts";
import { allOf, type Truth } from "../truth.ts";
import { type Glyph, matchesGlyphs } from "../wildcard.ts";
import type { Comparison, Scope } from "./operator.ts";

const partsOfArn = 6;

/**
 * ArnEquals and ArnLike are the same: the six parts between colons are matched one by one, `*` and `?` never cross a
 * colon but within the last part, and all six must be there on both sides (IAM User Guide, "ARN condition operators").
 */
export const arnLike: Comparison = (policyValue, requestValue, scope) => {
  const values = splitAtColons(requestValue, partsOfArn, false);
  const patterns = splitAtColons(policyValue, partsOfArn, scope.variables);
  if (values.length < partsOfArn) return false;
  if (patterns.length < partsOfArn) return matchesResolved(policyValue, values, scope);
  return allOf(patterns.map((pattern, index) => matchesPart(pattern, values[index] ?? "", scope)));
};

const matchesPart = (pattern: string, value: string, scope: Scope): Truth => {
  const glyphs = resolveText(pattern, { ...scope, wildcards: true });
  if (glyphs === undefined) return false;
  return "because" in glyphs ? glyphs : matchesGlyphs(glyphs, value);
};

// A variable can hold a whole ARN (`${aws:PrincipalArn}`): then its colons part it.
const matchesResolved = (policyValue: string, values: readonly string[], scope: Scope): Truth => {
  const glyphs = resolveText(policyValue, { ...scope, wildcards: true });
  if (glyphs === undefined) return false;
  if ("because" in glyphs) return glyphs;
  const parts = splitGlyphs(glyphs);
  return (
    parts.length === partsOfArn && parts.every((part, index) => matchesGlyphs(part, values[index] ?? ""))
  );
};

const splitGlyphs = (glyphs: readonly Glyph[]): readonly (readonly Glyph[])[] => {
  const parts: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph === ":" && parts.length < partsOfArn) parts.push([]);
    else parts.at(-1)?.push(glyph);
  }
  return parts;
};
