import type { Node } from "web-tree-sitter";
import { childOf, type NodeReader, type ReadExpression } from "./node-reader.ts";
import type { Step } from "./syntax.ts";

/** What some nodes take out of what stands before them; undefined where one of them is of no kind that is known here. */
export const stepsIn = (
  reader: NodeReader,
  nodes: readonly Node[],
  read: ReadExpression,
): readonly Step[] | undefined => {
  const steps = nodes.map((node) => stepIn(reader, node, read));
  return steps.every((step) => step !== undefined) ? steps : undefined;
};

const stepIn = (reader: NodeReader, node: Node, read: ReadExpression): Step | undefined => {
  const [inner] = node.namedChildren;
  if (node.type === "get_attr") return { kind: "name", name: childOf(node, "identifier")?.text ?? "" };
  if (node.type === "splat" && inner) {
    const steps = stepsIn(reader, inner.namedChildren, read);
    return steps && { kind: "each", steps };
  }
  if (node.type !== "index") return undefined;
  const index = childOf(inner, "expression");
  if (index) return { kind: "index", index: read(reader, index) };
  // `.0`, as Terraform had it once.
  const old = /^\.(\d+)$/.exec(node.text)?.[1];
  return old === undefined ? undefined : { kind: "name", name: old };
};
