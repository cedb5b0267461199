import type { JsonPath, SyntaxNode } from "../policy/syntax.ts";
import type { ValueView } from "./views.ts";

/** Every value under a node, itself first, with its place. The parser caps the depth. */
export const walk = (root: SyntaxNode): readonly ValueView[] => {
  const found: ValueView[] = [];
  const visit = (node: SyntaxNode, path: JsonPath): void => {
    found.push({ node, path, start: node.start });
    if (node.kind === "array") node.items.forEach((item, index) => visit(item, [...path, index]));
    if (node.kind === "object") for (const { name, value } of node.members) visit(value, [...path, name]);
  };
  visit(root, []);
  return found;
};
