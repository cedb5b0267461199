import type { PolicyDocument } from "./document.ts";
import { removeMember, setMember } from "./edit-members.ts";
import { increasing } from "./text/increasing.ts";
import { equalJson, isList, isRecord, valueOf, type JsonObject } from "./json-value.ts";
import { matchEqual, matchStatements, type Match } from "./merge/match-items.ts";
import { nodeAt } from "./text/node-at.ts";
import { insertItem } from "./text/node-insert.ts";
import { removeElement } from "./text/node-remove.ts";
import { replaceNode } from "./text/node-replace.ts";
import type { ArrayNode, JsonPath, JsonValue, ScalarNode, SyntaxNode } from "./syntax.ts";
import { wrapInList } from "./text/wrap-in-list.ts";

/**
 * Edits a document until it has exactly this value, touching only the text of what differs. Statements are the same
 * where content or Sid says so, list items where they are equal. Throws where the value is no object.
 */
export const editTowards = (document: PolicyDocument, value: JsonValue): PolicyDocument => {
  if (!isRecord(value)) throw new Error("a policy is a JSON object");
  return towards(document, [], value);
};

const towards = (document: PolicyDocument, path: JsonPath, target: JsonValue): PolicyDocument => {
  const node = nodeAt(document, path);
  if (!node || equalJson(valueOf(node), target)) return document;
  if (node.kind === "object" && isRecord(target)) {
    // Where an object is written as blocks there is no empty one on the way: it is written anew.
    const isAnew = path.length > 2 && document.dialect?.writer && losesNames(node, target);
    return isAnew ? replaced(document, path, target) : membersTowards(document, path, target);
  }
  if (node.kind === "array" && isList(target)) return itemsTowards(document, path, node, target);
  if (node.kind === "string" && isList(target)) return listTowards(document, path, node, target);
  return replaced(document, path, target);
};

const losesNames = (node: SyntaxNode, target: JsonValue | undefined): boolean =>
  node.kind === "object" &&
  (!isRecord(target) ||
    node.members.some(({ name, value }) => !Object.hasOwn(target, name) || losesNames(value, target[name])));

const replaced = (document: PolicyDocument, path: JsonPath, target: JsonValue): PolicyDocument => {
  const node = nodeAt(document, path);
  return node ? replaceNode(document, node, target) : document;
};

const membersTowards = (document: PolicyDocument, path: JsonPath, target: JsonObject): PolicyDocument => {
  const node = nodeAt(document, path);
  const names = node?.kind === "object" ? node.members.map(({ name }) => name) : [];
  const gone = names.filter((name) => !Object.hasOwn(target, name));
  const removed = gone.reduce((left, name) => removeMember(left, path, name), document);
  return Object.entries(target).reduce(
    (left, [name, value]) =>
      names.includes(name) ? towards(left, [...path, name], value) : setMember(left, path, name, value),
    removed,
  );
};

/** A single string that is part of the list it becomes keeps its text. */
const listTowards = (
  document: PolicyDocument,
  path: JsonPath,
  node: ScalarNode,
  target: readonly JsonValue[],
): PolicyDocument => {
  const at = target.indexOf(node.value);
  const other = target.find((item) => item !== node.value);
  if (at < 0 || typeof other !== "string") return replaced(document, path, target);
  const wrapped = wrapInList(document, node, other, at === 0 ? "last" : "first");
  return towards(wrapped, path, target);
};

/** Beyond this many items that come and go, a list is written anew: each edit parses the text again. */
const maximumEdits = 500;

const itemsTowards = (
  document: PolicyDocument,
  path: JsonPath,
  node: ArrayNode,
  target: readonly JsonValue[],
): PolicyDocument => {
  const items = node.items.map(valueOf);
  const match = path.length === 1 && path[0] === "Statement" ? matchStatements : matchEqual;
  const kept = withNeighbours(increasing(match(items, target)), items.length, target.length);
  if (items.length + target.length - 2 * kept.length > maximumEdits) return replaced(document, path, target);
  const stays = new Set(kept.map(({ before }) => before));
  const gone = items.map((_, index) => index).filter((index) => !stays.has(index));
  const removed = gone.reduceRight((left, index) => withoutItem(left, path, index), document);
  const known = new Set(kept.map(({ after }) => after));
  return target.reduce<PolicyDocument>(
    (left, value, index) =>
      known.has(index) ? towards(left, [...path, index], value) : withItem(left, path, index, value),
    removed,
  );
};

/** Between two matches, items without a match turn into those that stand at their place. */
const withNeighbours = (kept: readonly Match[], before: number, after: number): readonly Match[] => {
  const all: Match[] = [];
  let last: Match = { before: -1, after: -1 };
  for (const match of [...kept, { before, after }]) {
    const between = Math.min(match.before - last.before, match.after - last.after) - 1;
    for (let i = 1; i <= between; i++) all.push({ before: last.before + i, after: last.after + i });
    if (match.before < before) all.push(match);
    last = match;
  }
  return all;
};

const withoutItem = (document: PolicyDocument, path: JsonPath, index: number): PolicyDocument => {
  const array = nodeAt(document, path);
  return array?.kind === "array" ? removeElement(document, array, index) : document;
};

const withItem = (
  document: PolicyDocument,
  path: JsonPath,
  index: number,
  value: JsonValue,
): PolicyDocument => {
  const array = nodeAt(document, path);
  return array?.kind === "array" ? insertItem(document, array, index, value) : document;
};
