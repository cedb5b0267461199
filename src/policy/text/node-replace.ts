import { replaceInBlock } from "../yaml/block-replace.ts";
import type { PolicyDocument } from "../document.ts";
import { elementsOf, isCollection, parentOf } from "./elements.ts";
import { blockStyleOf, flowStyleOf } from "../yaml/flow-style.ts";
import { indentAt } from "./lines.ts";
import { layoutOf } from "./style.ts";
import type { JsonValue, SyntaxNode } from "../syntax.ts";
import type { Replacement } from "./text-edit.ts";
import { changeOf, withChange, type Change } from "./with-change.ts";
import { layoutFor, writeJson } from "../json/write-json.ts";

/** Writes another value in the place of a node. */
export const replaceNode = (document: PolicyDocument, node: SyntaxNode, value: JsonValue): PolicyDocument =>
  withChange(document, replacementOf(document, node, value));

/** The edit that `replaceNode` makes. */
export const replacementOf = (document: PolicyDocument, node: SyntaxNode, value: JsonValue): Change => {
  const { text, root } = document;
  const own = document.dialect?.writer?.replace(document, node, value);
  if (own) return changeOf(node, value, own);
  const parent = parentOf(root, node);
  const replacements =
    parent?.layout === "block"
      ? [replaceInBlock(text, parent, node, value, blockStyleOf(document, node))]
      : [inFlow(document, node, value)];
  return changeOf(node, value, replacements);
};

const inFlow = (document: PolicyDocument, node: SyntaxNode, value: JsonValue): Replacement => {
  const { text, root, format, dialect } = document;
  // In JSON a string is written in one way, whatever stands around it.
  if (typeof value === "string" && format !== "yaml")
    return {
      start: node.start,
      end: node.end,
      text: dialect?.writeString?.(value, true) ?? JSON.stringify(value),
    };
  const parent = parentOf(root, node) ?? root;
  const own = isCollection(node) && node.layout === "flow" && elementsOf(node).length > 0;
  const style = flowStyleOf(document, own ? node : parent);
  const layout = own ? layoutOf(text, node) : layoutFor(value, { style, layout: layoutOf(text, parent) });
  return {
    start: node.start,
    end: node.end,
    text: writeJson(value, { style, indent: indentAt(text, node.start), layout }),
  };
};
