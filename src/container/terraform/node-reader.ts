import type { Node } from "web-tree-sitter";
import { maximumDepth } from "../../policy/limits.ts";
import { HclFault } from "./outline.ts";
import type { Expression, Place } from "./syntax.ts";

/** How places of a tree become places of the source. */
export interface NodeReader {
  readonly text: string;
  readonly offset: number;
  readonly depth: number;
}

/** Reads a node of the kind `expression`. Throws HclFault where it is nested too deep. */
export type ReadExpression = (reader: NodeReader, node: Node) => Expression;

/** The place from the first node to the last. */
export const placeOf = ({ offset }: NodeReader, first: Node, last = first): Place => ({
  start: first.startIndex + offset,
  end: last.endIndex + offset,
});

/** The first child of a kind. */
export const childOf = (node: Node | undefined, kind: string): Node | undefined =>
  node?.namedChildren.find(({ type }) => type === kind);

/** All children of a kind. */
export const childrenOf = (node: Node | undefined, kind: string): readonly Node[] =>
  node?.namedChildren.filter(({ type }) => type === kind) ?? [];

/** The reader of what stands within a node. Throws HclFault where that is nested too deep. */
export const deeper = (reader: NodeReader, node: Node): NodeReader => {
  if (reader.depth > maximumDepth)
    throw new HclFault(`nested deeper than ${maximumDepth} levels`, node.startIndex + reader.offset);
  return { ...reader, depth: reader.depth + 1 };
};
