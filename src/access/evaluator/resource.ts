import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Statement } from "../../policy/model.ts";
import type { Scope } from "./operators/operator.ts";
import { openText } from "./open-text.ts";
import { resolveText } from "./policy-variables.ts";
import { anyOf, negate, type Truth, unknown } from "./truth.ts";
import { anyOne, anyRun, type Glyph, matchesGlyphs } from "./wildcard.ts";

/**
 * Does the statement's Resource or NotResource take in this key? `*` always does; a pattern does where it matches the key's ARN, its
 * variables resolved. Where the ARN is not known, or a part of the pattern, one that could be of this key leaves it unknown. An alias
 * never matches (a key policy speaks of its key alone).
 */
export const matchesResource = (
  { resources, notResource }: Statement,
  facts: KeyFacts,
  scope: Scope,
): Truth => {
  const listed = anyOf(resources.map((pattern) => matchesKey(pattern, facts, scope)));
  return notResource ? negate(listed) : listed;
};

const matchesKey = (pattern: string, facts: KeyFacts, scope: Scope): Truth => {
  if (pattern === "*") return true;
  const open = pattern === facts.arn ? undefined : openText(pattern);
  if (open) return matchesKey(widest(open.glyphs), facts, scope) !== false && open.unknown;
  const glyphs = resolveText(pattern, { ...scope, wildcards: true });
  if (glyphs === undefined) return false;
  if ("because" in glyphs) return glyphs;
  if (facts.arn !== undefined) return matchesGlyphs(glyphs, facts.arn);
  if (matchesGlyphs(glyphs, anyArn(facts))) return true;
  return matchesGlyphs(glyphs, likelyArn(pattern, facts)) ? notKnown(pattern) : false;
};

// What stands for an open part may have stars in it.
const widest = (glyphs: readonly Glyph[]): string =>
  glyphs.map((glyph) => (glyph === anyRun ? "*" : glyph === anyOne ? "?" : glyph)).join("");

const notKnown = (pattern: string): Truth =>
  unknown(`whether ${pattern} is this key is not known: the key's ARN was not given`);

// What is not known of the key is a text that nobody writes: whatever matches it matches every key.
const anyArn = ({ partition = "~", region = "~", account = "~" }: KeyFacts): string =>
  `arn:${partition}:kms:${region}:${account}:key/~`;

// The ARN of a key that has what is known, and for the rest what the pattern asks for.
const likelyArn = (pattern: string, { partition, region, account }: KeyFacts): string => {
  const [, wantedPartition, , wantedRegion, wantedAccount, ...rest] = pattern.split(":");
  const resource = rest.join(":").replace(/[*?]/g, "x");
  return [
    "arn",
    partition ?? (concrete(wantedPartition) || "aws"),
    "kms",
    region ?? (concrete(wantedRegion) || "us-east-1"),
    account ?? (concrete(wantedAccount) || "111122223333"),
    resource.startsWith("key/") ? resource : "key/x",
  ].join(":");
};

const concrete = (part = ""): string => part.replace(/[*?]/g, "x");
