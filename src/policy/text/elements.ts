import { gapBetween, type Gap } from "./gap.ts";
import type { ArrayNode, ObjectNode, SyntaxNode } from "../syntax.ts";
import type { Span } from "./text-edit.ts";

/** A node that holds others. */
export type Collection = ArrayNode | ObjectNode;

/** True for arrays and objects. */
export const isCollection = (node: SyntaxNode | undefined): node is Collection =>
  node?.kind === "array" || node?.kind === "object";

/** The stretches of the items of an array (in block layout with their dashes), or of the members of an object with their names. */
export const elementsOf = (collection: Collection): readonly Span[] => {
  const elements = known.get(collection) ?? findElements(collection);
  known.set(collection, elements);
  return elements;
};

/** Nodes do not change; each of a thousand edits in one list asks. */
const known = new WeakMap<Collection, readonly Span[]>();

const findElements = (collection: Collection): readonly Span[] =>
  collection.kind === "array"
    ? collection.items.map(({ start, end }, i) => ({ start: collection.dashes?.[i] ?? start, end }))
    : collection.members.map(({ nameNode, value }) => ({ start: nameNode.start, end: value.end }));

/** The values in a collection. */
export const valuesOf = (collection: Collection): readonly SyntaxNode[] =>
  collection.kind === "array" ? collection.items : collection.members.map(({ value }) => value);

/** What stands before element `index` of a flow collection, back to its neighbour or the bracket. `index` may be the length. */
export const gapBefore = (text: string, collection: Collection, index: number): Gap => {
  const elements = elementsOf(collection);
  const start = elements[index - 1]?.end ?? collection.start + 1;
  return gapBetween(text, start, elements[index]?.start ?? collection.end - 1);
};

/** Every collection in a node, itself first, in text order. */
export const collectionsIn = (node: SyntaxNode | undefined): readonly Collection[] =>
  isCollection(node) ? [node, ...valuesOf(node).flatMap(collectionsIn)] : [];

/** The collection that holds a node; undefined for the root. */
export const parentOf = (root: SyntaxNode, node: SyntaxNode): Collection | undefined => {
  let holder = isCollection(root) ? root : undefined;
  while (holder) {
    const values = valuesOf(holder);
    if (values.includes(node)) return holder;
    const next = values.find(({ start, end }) => start <= node.start && node.end <= end);
    holder = isCollection(next) ? next : undefined;
  }
  return undefined;
};
