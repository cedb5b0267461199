import type { Node } from "web-tree-sitter";
import { toExpression } from "./convert-expression.ts";
import { childOf, deeper, placeOf, type NodeReader } from "./node-reader.ts";
import type { Attribute, Block, Body } from "./syntax.ts";

/** The outermost block or attribute of a tree, with places that count from `offset`. Throws HclFault where it is nested too deep. */
export const bodyIn = (root: Node, text: string, offset: number): Body =>
  toBody({ text, offset, depth: 0 }, childOf(root, "body"));

const toBody = (reader: NodeReader, node: Node | undefined): Body => {
  const written: Attribute[] = [];
  const blocks: Block[] = [];
  for (const child of node?.namedChildren ?? []) {
    if (child.type === "block") blocks.push(toBlock(deeper(reader, child), child));
    const [name, value] =
      child.type === "attribute" ? [childOf(child, "identifier"), childOf(child, "expression")] : [];
    if (name && value)
      written.push({ name: name.text, ...placeOf(reader, child), value: toExpression(reader, value) });
  }
  return { written, blocks, attributes: new Map(written.map(({ name, value }) => [name, value])) };
};

const toBlock = (reader: NodeReader, node: Node): Block => {
  const [type, ...rest] = node.namedChildren;
  const labels = rest
    .filter((child) => child.type === "string_lit" || child.type === "identifier")
    .map((child) => child.text.replace(/^"|"$/g, ""));
  const [open, close] = [childOf(node, "block_start"), childOf(node, "block_end")];
  const inside = {
    start: (open ?? node).endIndex + reader.offset,
    end: (close ?? node).startIndex + reader.offset,
  };
  return {
    type: type?.text ?? "",
    labels,
    ...placeOf(reader, node),
    inside,
    body: toBody(reader, childOf(node, "body")),
  };
};
