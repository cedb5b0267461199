import { blockIndent } from "../yaml/block-edit.ts";
import { indicatorEnd } from "../yaml/block-replace.ts";
import type { PolicyDocument } from "../document.ts";
import { parentOf, type Collection } from "./elements.ts";
import { blockStyleOf, flowStyleOf } from "../yaml/flow-style.ts";
import { indentAt, lineEnd } from "./lines.ts";
import { layoutOf } from "./style.ts";
import type { ArrayNode, ScalarNode, SyntaxNode } from "../syntax.ts";
import { deletion, insertion, type Replacement } from "./text-edit.ts";
import { changeOf, withChange, withText } from "./with-change.ts";
import { layoutFor } from "../json/write-json.ts";
import { yamlStyleOf } from "../yaml/yaml-style.ts";

type Place = "first" | "last";

/** A single value becomes a list of itself and another one, before or behind it. Its own text stays as it is. */
export const wrapInList = (
  document: PolicyDocument,
  node: ScalarNode,
  value: string,
  at: Place,
): PolicyDocument => {
  const { text, root } = document;
  const parent = parentOf(root, node) ?? root;
  const inBlock = parent.layout === "block" && yamlStyleOf(text, root).lists === "block";
  const replacements = inBlock
    ? asBlock(document, parent, node, value, at)
    : asFlow(document, parent, node, value, at);
  const both = at === "last" ? [node.value, value] : [value, node.value];
  return withChange(document, changeOf(node, both, replacements));
};

const asFlow = (
  document: PolicyDocument,
  parent: Collection,
  node: ScalarNode,
  value: string,
  at: Place,
): readonly Replacement[] => {
  const { text } = document;
  const style = flowStyleOf(document, parent);
  const layout = parent.layout === "block" ? "line" : layoutOf(text, parent);
  const lines = layoutFor([value], { style, layout }) === "lines";
  const outer = indentAt(text, node.start);
  const open = lines ? style.lineEnd + outer + style.unit : style.listPad;
  const close = lines ? style.lineEnd + outer : style.listPad;
  const comma = `,${lines ? open : style.gap}`;
  const written = style.writeString(value);
  return [
    insertion(node.start, `[${open}${at === "first" ? written + comma : ""}`),
    insertion(node.end, `${at === "last" ? comma + written : ""}${close}]`),
  ];
};

const asBlock = (
  document: PolicyDocument,
  parent: Collection,
  node: ScalarNode,
  value: string,
  at: Place,
): readonly Replacement[] => {
  const { text } = document;
  const style = blockStyleOf(document);
  const dash = `${style.lineEnd}${blockIndent(text, parent)}${style.dash}- `;
  const written = dash + style.writeString(value);
  const start = indicatorEnd(text, parent, node);
  return [
    { start, end: node.start, text: at === "first" ? written + dash : dash },
    ...(at === "last" ? [insertion(lineEnd(text, node.end), written)] : []),
  ];
};

/** The document with a list replaced by one of its items, written as it is there. */
export const unwrapList = (
  document: PolicyDocument,
  list: ArrayNode,
  kept: SyntaxNode,
): PolicyDocument | undefined => {
  const { text, root } = document;
  const parent = parentOf(root, list) ?? root;
  if (list.layout === "flow") {
    return withText(document, [{ start: list.start, end: list.end, text: text.slice(kept.start, kept.end) }]);
  }
  const before = { start: indicatorEnd(text, parent, list), end: kept.start, text: " " };
  const end = lineEnd(text, kept.end);
  return withText(document, end < list.end ? [before, deletion({ start: end, end: list.end })] : [before]);
};
