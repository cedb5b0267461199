import type { PolicyDocument } from "./document.ts";
import { listHabit } from "./text/list-habit.ts";
import { nodeAt } from "./text/node-at.ts";
import { insertItem } from "./text/node-insert.ts";
import { removeElement } from "./text/node-remove.ts";
import { jsonPointer } from "./text/position.ts";
import type { ArrayNode, JsonPath, ScalarNode, SyntaxNode } from "./syntax.ts";
import { unwrapList, wrapInList } from "./text/wrap-in-list.ts";

/**
 * Adds a string to the list at `path` (a principal type, `Action`…), at its end; a single string there becomes a list.
 * A string that is there already changes nothing. `removeFromList` gives the bytes back: so where the form at `path` (a
 * value or a list of one) is not the document's habit, the new string comes first, which tells the removal so.
 */
export const addToList = (document: PolicyDocument, path: JsonPath, value: string): PolicyDocument => {
  const node = nodeAt(document, path);
  if (node?.kind === "array") return isIn(node, value) ? document : addToArray(document, path, node, value);
  if (node?.kind !== "string") throw new Error(`there is no list at ${jsonPointer(path)}`);
  if (node.value === value) return document;
  const habit = listHabit(document, path, node);
  return wrapInList(document, node, value, habit === "value" ? "last" : "first");
};

/**
 * Takes a string out of the list at `path`; one that is not there changes nothing. Where one element is left it stays
 * a list of one, unless `addToList` made that list of a single value. Throws where nothing would be left: what then
 * becomes of the statement is the caller's to say.
 */
export const removeFromList = (document: PolicyDocument, path: JsonPath, value: string): PolicyDocument => {
  const node = nodeAt(document, path);
  if (!node || !isIn(node, value)) return document;
  if (node.kind !== "array" || node.items.length === 1) {
    throw new Error(`${jsonPointer(path)} would be empty`);
  }
  const index = node.items.findIndex((item) => isText(item, value));
  const left = withoutWrapping(document, path, node, index) ?? removeElement(document, node, index);
  return removeFromList(left, path, value);
};

const addToArray = (
  document: PolicyDocument,
  path: JsonPath,
  array: ArrayNode,
  value: string,
): PolicyDocument => {
  const added = insertItem(document, array, array.items.length, value);
  const list = nodeAt(added, path);
  const ambiguous = list?.kind === "array" && withoutWrapping(added, path, list, array.items.length);
  return ambiguous ? insertItem(document, array, 0, value) : added;
};

/** The document before `addToList` made a list of two of a single value, where that is how the list came about. */
const withoutWrapping = (
  document: PolicyDocument,
  path: JsonPath,
  list: ArrayNode,
  removed: number,
): PolicyDocument | undefined => {
  const [gone, kept] = removed === 0 ? list.items : [...list.items].reverse();
  if (list.items.length !== 2 || gone?.kind !== "string" || kept?.kind !== "string") return undefined;
  if ((listHabit(document, path, list) === "value") !== (removed === 1)) return undefined;
  const bare = unwrapList(document, list, kept);
  return bare && addToList(bare, path, String(gone.value)).text === document.text ? bare : undefined;
};

const isText = (node: SyntaxNode, value: string): node is ScalarNode =>
  node.kind === "string" && node.value === value;

const isIn = (node: SyntaxNode, value: string): boolean =>
  node.kind === "array" ? node.items.some((item) => isText(item, value)) : isText(node, value);
