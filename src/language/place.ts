import type { JsonPath, ScalarNode, SyntaxNode } from "../policy/syntax.ts";
import type { OpenPolicy, Span } from "./types.ts";

/** A word of a policy: the text of a value, or the name of a member. */
export interface Word {
  readonly path: JsonPath;
  readonly isName: boolean;
  readonly value: string;
  /** In the document, quotes included. */
  readonly span: Span;
  /** In the document, without its quotes. */
  readonly inner: Span;
  /** The quote that is missing at its end; else nothing. */
  readonly unclosed: string;
}

/** The word at an offset of the document, its ends included; undefined where there is none. */
export const wordAt = (policy: OpenPolicy, root: SyntaxNode, offset: number): Word | undefined => {
  for (const word of wordsIn(policy, root, []))
    if (word.span.start <= offset && offset <= word.span.end) return word;
  return undefined;
};

/** The words of a tree, in its order. What is written in several places of a document has the place where it counts. */
export function* wordsIn(policy: OpenPolicy, node: SyntaxNode, path: JsonPath): Generator<Word> {
  if (node.kind === "object")
    for (const { name, nameNode, value } of node.members) {
      yield wordOf(policy, nameNode, [...path, name], true);
      yield* wordsIn(policy, value, [...path, name]);
    }
  else if (node.kind === "array")
    for (const [index, item] of node.items.entries()) yield* wordsIn(policy, item, [...path, index]);
  else yield wordOf(policy, node, path, false);
}

const wordOf = (
  { placeOf, document, isAdded = () => false }: OpenPolicy,
  node: ScalarNode,
  path: JsonPath,
  isName: boolean,
): Word => {
  const { start, end } = node.written ?? node;
  const text = document?.text ?? "";
  const quotes = /^["']/.test(text.charAt(start)) && end - start > 1 ? 1 : 0;
  const last = Math.max(start, end - 1);
  const hasLast = end > start && !isAdded(last);
  const isClosed = quotes === 1 && text.charAt(last) === text.charAt(start);
  const outerEnd = placeOf(last) + (hasLast ? 1 : 0);
  return {
    ...{ path, isName, value: String(node.value) },
    unclosed: quotes === 1 && !(isClosed && hasLast) ? text.charAt(start) : "",
    span: { start: placeOf(start), end: outerEnd },
    inner: { start: placeOf(start + quotes), end: isClosed ? placeOf(last) : outerEnd },
  };
};
