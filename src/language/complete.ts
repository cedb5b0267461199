import { readTornJson } from "../policy/json/parse-json.ts";
import { documentOf, type PolicyDocument } from "../policy/document.ts";
import { choicesFor, type Choice } from "./completions.ts";
import { partOf, type Part } from "./part.ts";
import { wordAt, type Word } from "./place.ts";
import type { OpenPolicy, Span } from "./types.ts";

/** The words that can stand at a place, and what each replaces there. */
export interface Completion {
  readonly span: Span;
  /** What stands around the word once it is chosen, such as quotes that are missing. */
  readonly before: string;
  readonly after: string;
  /** Whether the word stands in quotes then: one without is written so that YAML reads it as a text. */
  readonly quoted: boolean;
  readonly choices: readonly Choice[];
}

/** Letters that no policy has. */
const mark = "kmspolHere";

/** What may be missing around a word that is about to be typed, in the order in which it is tried. */
const missing: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ['"', '"'],
  ["", '"'],
  ['"', '": ""'],
  ["", ": x"],
  ["", ' = ""'],
];

/**
 * The words for an offset of a document. `read` gives the policies of a text: that of the document, or with a mark where the word is to
 * stand, since what is being typed is seldom whole. Undefined where no word of a policy stands there.
 */
export const completeAt = async (
  text: string,
  offset: number,
  read: (text: string) => Promise<readonly OpenPolicy[]>,
): Promise<Completion | undefined> => {
  const policies = await read(text);
  const here = found(
    policies,
    ({ span, inner }) => inner.start <= offset && offset <= inner.end && span.end > span.start,
    offset,
  );
  if (here) return completion(here, policies, here.word.inner, ["", here.word.unclosed], text);
  for (const around of missing) {
    const [before, after] = around;
    const marked = `${text.slice(0, offset)}${before}${mark}${after}${text.slice(offset)}`;
    const others = await read(marked);
    const place = found(others, ({ value }) => value.includes(mark), offset + before.length);
    if (!place) continue;
    const { inner } = place.word;
    const added = before.length + mark.length + after.length;
    const start = Math.min(inner.start, offset);
    const span = {
      start,
      end: Math.max(offset, inner.end - added + (inner.end > offset + added ? 0 : after.length)),
    };
    return completion(
      place,
      policies.some(({ document }) => document) ? policies : others,
      span,
      around,
      marked,
    );
  }
  return undefined;
};

interface Found {
  readonly policy: OpenPolicy & { readonly document: PolicyDocument };
  readonly word: Word;
  readonly part: Part;
}

const found = (
  policies: readonly OpenPolicy[],
  fits: (word: Word) => boolean,
  offset: number,
): Found | undefined => {
  for (const policy of policies) {
    const { document } = policy;
    const word = document && wordAt(policy, document.root, offset);
    const part = word && fits(word) ? partOf(word) : undefined;
    if (document && word && part) return { policy: { ...policy, document }, word, part };
  }
  return undefined;
};

const completion = (
  { policy, part, word }: Found,
  policies: readonly OpenPolicy[],
  span: Span,
  [before, after]: readonly [string, string],
  text: string,
): Completion => ({
  ...{ span, before },
  after: after === ": x" ? ": " : after,
  quoted: before !== "" || /["']/.test(text.charAt(word.inner.start - 1)),
  choices: choicesFor(part, policy, policies),
});

/** A policy as far as its broken JSON can be made out; as it is where nothing can. */
export const tornPolicy = (policy: OpenPolicy, text: string): OpenPolicy => {
  const root = readTornJson(text);
  if (!root) return policy;
  const document = documentOf({ text, format: "jsonc", root, problems: [] });
  return document ? { ...policy, document } : policy;
};
