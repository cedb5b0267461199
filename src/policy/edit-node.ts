import { documentOf, parsePolicyText, type PolicyDocument } from "./document.ts";
import { elementsOf, isCollection, type Collection } from "./elements.ts";
import { insertInFlow } from "./flow-insert.ts";
import { removeFromFlow } from "./flow-remove.ts";
import { indentAt } from "./lines.ts";
import { layoutOf, styleOf } from "./style.ts";
import type { ArrayNode, JsonValue, ObjectNode, SyntaxNode } from "./syntax.ts";
import { applyReplacements, type Replacement } from "./text-edit.ts";
import { layoutFor, writeJson, writeMember, type Writing } from "./write-json.ts";

/** The document with replacements made in its text. */
export const withText = (document: PolicyDocument, replacements: readonly Replacement[]): PolicyDocument => {
  if (replacements.length === 0) return document;
  const edited = documentOf(parsePolicyText(applyReplacements(document.text, replacements), document.format));
  if (!edited) throw new Error("an edit broke the syntax of the document");
  return edited;
};

/** Puts a value into an array so that it becomes item `index`. */
export const insertItem = (
  document: PolicyDocument,
  array: ArrayNode,
  index: number,
  value: JsonValue,
): PolicyDocument => {
  const { text, root } = document;
  const style = styleOf(text, root, array.items[Math.max(index - 1, 0)]);
  const layout = layoutFor([value], { style, layout: layoutOf(text, root) });
  const element = { write: (writing: Writing) => writeJson(value, writing), ownLine: layout === "lines" };
  return withText(document, insertInFlow(text, array, index, element, style));
};

/** Puts a member into an object so that it becomes member `index`. */
export const insertMember = (
  document: PolicyDocument,
  object: ObjectNode,
  index: number,
  [name, value]: readonly [string, JsonValue],
): PolicyDocument => {
  const { text, root } = document;
  const style = styleOf(text, root, object);
  const layout = layoutFor({ [name]: value }, { style, layout: layoutOf(text, root) });
  const element = {
    write: (writing: Writing) => writeMember(name, value, writing),
    ownLine: layout === "lines",
  };
  return withText(document, insertInFlow(text, object, index, element, style));
};

/** Takes element `index` out of an array or object. */
export const removeElement = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
): PolicyDocument => withText(document, removeFromFlow(document.text, collection, index));

/** Writes another value in the place of a node of `parent`. */
export const replaceNode = (
  document: PolicyDocument,
  parent: Collection,
  node: SyntaxNode,
  value: JsonValue,
): PolicyDocument => {
  const { text, root } = document;
  const style = styleOf(text, root, parent);
  const layout =
    elementsIn(node) > 0 ? layoutOf(text, node) : layoutFor(value, { style, layout: layoutOf(text, parent) });
  const written = writeJson(value, { style, indent: indentAt(text, node.start), layout });
  return withText(document, [{ start: node.start, end: node.end, text: written }]);
};

const elementsIn = (node: SyntaxNode): number => (isCollection(node) ? elementsOf(node).length : 0);
