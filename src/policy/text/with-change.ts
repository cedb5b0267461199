import { RefusedError } from "../../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../document.ts";
import { isCollection, valuesOf } from "./elements.ts";
import { equalJson, valueOf } from "../json-value.ts";
import { positionAt } from "./position.ts";
import type { JsonValue, SyntaxNode } from "../syntax.ts";
import { applyReplacements, type Replacement } from "./text-edit.ts";

/** The document with replacements made in its text, or undefined where that is no policy document any more. */
export const withText = (
  document: PolicyDocument,
  replacements: readonly Replacement[],
): PolicyDocument | undefined =>
  documentOf(parsePolicyText(applyReplacements(document.text, replacements), document.format));

/**
 * The document with replacements made that turn the value of `node` into `value`. YAML has forms in which a textual edit
 * changes more than it should: there the outcome is compared, and RefusedError (`yaml-edit`) thrown where it differs.
 */
export const withChange = (
  document: PolicyDocument,
  replacements: readonly Replacement[],
  node: SyntaxNode,
  value: JsonValue,
): PolicyDocument => {
  const edited = withText(document, replacements);
  const expected = document.format === "yaml" ? valueWith(document.root, node, value) : undefined;
  if (edited && (expected === undefined || equalJson(valueOf(edited.root), expected))) return edited;
  const { line } = positionAt(document.text, node.start);
  throw new RefusedError(
    "yaml-edit",
    `the text from line ${line} on is written in a way that cannot be edited in place`,
    {
      hint: "change it by hand: kmspol edit",
    },
  );
};

/** The value of a tree in which one node has another value. */
const valueWith = (root: SyntaxNode, node: SyntaxNode, value: JsonValue): JsonValue => {
  if (root === node) return value;
  if (!isCollection(root) || node.start < root.start || node.end > root.end) return valueOf(root);
  const values = valuesOf(root).map((child) => valueWith(child, node, value));
  if (root.kind === "array") return values;
  return Object.fromEntries(root.members.map(({ name }, index) => [name, values[index] ?? null]));
};
