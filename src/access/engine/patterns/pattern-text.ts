import type { Pattern, Token } from "./pattern.ts";

export interface PatternStyle {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
  /** The policy's Version admits `${…}` (2012-10-17): `${*}`, `${?}`, `${$}` are then plain characters. */
  readonly variables: boolean;
}

/** The text uses a policy variable that only a request can fill in. */
export const hasVariable = (text: string): boolean => /\$\{(?![*?$]\})/.test(text);

/** A string pattern (StringLike, StringEquals) as tokens. */
export const textPattern = (text: string, style: PatternStyle): Pattern => tokens(text, style, "");

/**
 * An ARN pattern (ArnEquals = ArnLike): six parts, matched part by part, so a wildcard in one of the first five never crosses a
 * colon (IAM User Guide, "ARN condition operators"). Undefined for a text with fewer than six parts.
 */
export const arnPattern = (text: string, style: PatternStyle): Pattern | undefined => {
  const parts = text.split(":");
  if (parts.length < 6) return undefined;
  const head = parts.slice(0, 5).flatMap((part) => [...tokens(part, style, ":"), colon]);
  return [...head, ...tokens(parts.slice(5).join(":"), style, "")];
};

const colon: Token = { star: false, only: ":" };

const tokens = (text: string, style: PatternStyle, except: string): Token[] => {
  const pieces = style.variables ? (text.match(/\$\{[*?$]\}|[^]/gu) ?? []) : Array.from(text);
  return pieces.map((piece) => {
    if (piece.length > 2) return plain(piece.charAt(2), style);
    if (style.wildcards && piece === "*") return { star: true, except };
    return style.wildcards && piece === "?" ? { star: false, except } : plain(piece, style);
  });
};

const plain = (character: string, { ignoreCase }: PatternStyle): Token => {
  if (ignoreCase !== true) return { star: false, only: character };
  // ß has no capital of one letter, and the capital of µ is that of another letter: such capitals do not count.
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  const isPair = lower !== upper && upper.length === lower.length && upper.toLowerCase() === lower;
  return { star: false, only: isPair ? lower + upper : lower };
};
