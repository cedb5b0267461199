import { statementArray, type PolicyDocument } from "./document.ts";
import { setMember } from "./edit-members.ts";
import { insertItem, removeElement, replaceNode, withText } from "./edit-node.ts";
import { recordOf, type JsonObject } from "./json-value.ts";
import { indentAt } from "./lines.ts";
import { layoutOf, styleOf } from "./style.ts";
import { memberNamed, type ArrayNode } from "./syntax.ts";
import { insertion } from "./text-edit.ts";

/** Inserts a statement so that it becomes statement `index`, written as its neighbours are. */
export const insertStatement = (
  document: PolicyDocument,
  index: number,
  statement: JsonObject,
): PolicyDocument => {
  const single = memberNamed(document.root, "Statement")?.value;
  if (!single) return setMember(document, [], "Statement", [statement]);
  const array = statementArray(document);
  return array
    ? insertItem(document, array, index, statement)
    : insertStatement(asArray(document), index, statement);
};

/**
 * Takes a statement out. The list stays, empty where it was the last one; only a list that looks as if
 * `insertStatement` had made it of a single statement object becomes that object again.
 */
export const removeStatement = (document: PolicyDocument, index: number): PolicyDocument => {
  const array = statementArray(document);
  if (!array) return setMember(document, [], "Statement", []);
  return asSingle(document, array, index) ?? removeElement(document, array, index);
};

const asSingle = (document: PolicyDocument, array: ArrayNode, index: number): PolicyDocument | undefined => {
  const [kept, removed] = index === 0 ? [...array.items].reverse() : array.items;
  if (array.items.length !== 2 || kept?.kind !== "object" || removed?.kind !== "object") return undefined;
  const text = document.text.slice(kept.start, kept.end);
  const single = withText(document, [{ start: array.start, end: array.end, text }]);
  return insertStatement(single, index, recordOf(removed)).text === document.text ? single : undefined;
};

/** Writes another statement in the place of statement `index`. */
export const replaceStatement = (
  document: PolicyDocument,
  index: number,
  statement: JsonObject,
): PolicyDocument => {
  const node = document.statements[index];
  if (!node) throw new Error(`there is no statement ${index}`);
  return replaceNode(document, statementArray(document) ?? document.root, node, statement);
};

/** A single statement object becomes a list of one, its own lines left as they are. */
const asArray = (document: PolicyDocument): PolicyDocument => {
  const { text, root, statements } = document;
  const [only] = statements;
  if (!only) return document;
  const { lineEnd } = styleOf(text, root);
  const space = layoutOf(text, only) === "lines" ? lineEnd + indentAt(text, only.end) : "";
  return withText(document, [insertion(only.start, `[${space}`), insertion(only.end, `${space}]`)]);
};
