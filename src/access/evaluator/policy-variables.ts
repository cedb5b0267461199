import type { RequestContext } from "./request-context.ts";
import { notKnown, unknown, type Unknown } from "./truth.ts";
import { type Glyph, literalGlyphs, wildcardGlyphs } from "./wildcard.ts";

/** A policy value with its variables resolved; undefined where a variable has no value: such a value matches nothing. */
export type Resolved = readonly Glyph[] | undefined | Unknown;

/** How a text of a policy is read. */
export interface TextReading {
  readonly context: RequestContext;
  /** The policy has Version 2012-10-17; under any other `${…}` is plain text (IAM User Guide, "Policy variables"). */
  readonly variables: boolean;
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
}

/** One piece of a policy text: a stretch of plain text, or the inside of `${…}`. */
type Piece = { readonly text: string } | { readonly variable: string };

/** Reads a condition value or an identity policy's Resource: resolves variables, marks wildcards. */
export const resolveText = (text: string, reading: TextReading): Resolved => {
  if (!reading.variables || !text.includes("${")) return plain(text, reading);
  const glyphs: Glyph[] = [];
  for (const piece of piecesOf(text)) {
    const resolved = "text" in piece ? plain(piece.text, reading) : variable(piece.variable, reading);
    if (resolved === undefined || "because" in resolved) return resolved;
    glyphs.push(...resolved);
  }
  return glyphs;
};

/** Cuts a text at the colons outside `${…}` and at most into `most` parts; the last keeps its further colons. */
export const splitAtColons = (text: string, most: number, variables: boolean): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length && parts.length < most - 1; at++) {
    const end = variables && text.startsWith("${", at) ? text.indexOf("}", at) : -1;
    if (end > 0) at = end;
    else if (text[at] === ":") {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
};

const piecesOf = (text: string): readonly Piece[] =>
  text
    .split(/(\$\{[^}]*\}?)/)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { variable: part.slice(2) }));

const plain = (text: string, { wildcards }: TextReading): readonly Glyph[] =>
  wildcards ? wildcardGlyphs(text) : literalGlyphs(text);

const escaped = /^[*?$]$/;
const withDefault = /^([^\s,'"{}$*?]+)(?:,\s*'([^']*)')?$/;

// `inside` still has the closing brace, if there is one.
const variable = (inside: string, { context }: TextReading): Resolved => {
  const name = inside.endsWith("}") ? inside.slice(0, -1) : "";
  if (escaped.test(name)) return [name];
  const [, key, preset] = withDefault.exec(name) ?? [];
  if (key === undefined) return unknown(`\${${inside} is no well-formed policy variable`);
  const values = context.valuesOf(key);
  if (values === undefined) return notKnown(key);
  if (values.length > 1) return unknown(`the policy variable ${key} has several values`);
  const value = values[0] ?? preset;
  return value === undefined ? undefined : literalGlyphs(value);
};
