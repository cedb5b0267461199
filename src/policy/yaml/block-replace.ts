import { blockIndent } from "./block-edit.ts";
import { isCollection, type Collection } from "../text/elements.ts";
import type { JsonValue, SyntaxNode } from "../syntax.ts";
import type { Replacement } from "../text/text-edit.ts";
import { writeYamlItem, writeYamlValue } from "./write-yaml.ts";
import type { YamlStyle } from "./yaml-style.ts";

/** Writes another value in the place of a node that stands in a block collection. */
export const replaceInBlock = (
  text: string,
  parent: Collection,
  node: SyntaxNode,
  value: JsonValue,
  style: YamlStyle,
): Replacement => {
  const indent = blockIndent(text, parent);
  const written =
    parent.kind === "object"
      ? writeYamlValue(value, style, indent)
      : writeYamlItem(value, style, indent).slice("-".length);
  const start = indicatorEnd(text, parent, node);
  const between = text.slice(start, node.start);
  const inPlace = !isCollection(node) && node.start < node.end && !/[\r\n]/.test(written);
  if (inPlace || between.trim() !== "")
    return { start: node.start, end: node.end, text: written.trimStart() };
  return { start, end: node.end, text: written };
};

/** The offset behind the colon or the dash that introduces a value in a block collection. */
export const indicatorEnd = (text: string, parent: Collection, node: SyntaxNode): number => {
  if (parent.kind === "array") return (parent.dashes?.[parent.items.indexOf(node)] ?? node.start - 1) + 1;
  const name = parent.members.find(({ value }) => value === node)?.nameNode;
  return name ? text.indexOf(":", name.end) + 1 : node.start;
};
