import type { Node } from "web-tree-sitter";
import { childOf, childrenOf, placeOf, type NodeReader, type ReadExpression } from "./node-reader.ts";
import type { Loop, Place, Repetition } from "./syntax.ts";

/** `[for …]` or `{for …}`. */
export const loopIn = (reader: NodeReader, node: Node, read: ReadExpression): (Loop & Place) | undefined => {
  const repetition = repetitionIn(reader, childOf(node, "for_intro"), read);
  const given = childrenOf(node, "expression").map((one) => read(reader, one));
  const [value, key] = node.type === "for_object_expr" ? [given[1], given[0]] : [given[0], undefined];
  if (!repetition || !value) return undefined;
  const condition = childOf(childOf(node, "for_cond"), "expression");
  return {
    ...{ kind: "loop", ...repetition, key, value },
    condition: condition && read(reader, condition),
    isGrouped: childOf(node, "ellipsis") !== undefined,
    ...placeOf(reader, node),
  };
};

/** The names of what is repeated, and what it is repeated over. */
export const repetitionIn = (
  reader: NodeReader,
  node: Node | undefined,
  read: ReadExpression,
): Repetition | undefined => {
  const names = childrenOf(node, "identifier").map(({ text }) => text);
  const over = childOf(node, "expression");
  return over && names.length > 0 ? { names, over: read(reader, over) } : undefined;
};
