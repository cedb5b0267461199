import { fixedParts, notKnownYet } from "../../policy/symbols.ts";
import { unknown, type Unknown } from "./truth.ts";
import { anyRun, type Glyph, wildcardGlyphs } from "./wildcard.ts";

/** A text of which something fills in a part before the policy is put: what it may become, as a pattern, and why it is not known. */
export interface OpenText {
  readonly glyphs: readonly Glyph[];
  /** Its open part may be all of it. */
  readonly isWhole: boolean;
  readonly unknown: Unknown;
}

/** Reads a text with open parts; undefined for one that is all there. What stands for an open part may have wildcards itself. */
export const openText = (text: string, fold: (part: string) => string = asItIs): OpenText | undefined => {
  const parts = fixedParts(text)?.map(fold);
  if (!parts) return undefined;
  const glyphs = parts.flatMap((part, index): readonly Glyph[] =>
    index === 0 ? wildcardGlyphs(part) : [anyRun, ...wildcardGlyphs(part)],
  );
  return {
    glyphs,
    isWhole: parts.every((part) => part === ""),
    unknown: unknown(notKnownYet(text)),
  };
};

const asItIs = (part: string): string => part;
