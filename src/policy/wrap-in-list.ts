import type { PolicyDocument } from "./document.ts";
import { withText } from "./edit-node.ts";
import type { Collection } from "./elements.ts";
import { indentAt } from "./lines.ts";
import { layoutOf, styleOf } from "./style.ts";
import type { ScalarNode } from "./syntax.ts";
import { insertion } from "./text-edit.ts";
import { layoutFor } from "./write-json.ts";

/** A single value becomes a list of itself and another one, before or behind it. Its own text stays as it is. */
export const wrapInList = (
  document: PolicyDocument,
  parent: Collection,
  node: ScalarNode,
  value: string,
  at: "first" | "last",
): PolicyDocument => {
  const { text, root } = document;
  const style = styleOf(text, root, parent);
  const lines = layoutFor([value], { style, layout: layoutOf(text, parent) }) === "lines";
  const outer = indentAt(text, node.start);
  const open = lines ? style.lineEnd + outer + style.unit : style.listPad;
  const close = lines ? style.lineEnd + outer : style.listPad;
  const comma = `,${lines ? open : style.gap}`;
  const written = JSON.stringify(value);
  return withText(document, [
    insertion(node.start, `[${open}${at === "first" ? written + comma : ""}`),
    insertion(node.end, `${at === "last" ? comma + written : ""}${close}]`),
  ]);
};
