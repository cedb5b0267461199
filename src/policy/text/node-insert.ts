import { blockIndent, insertInBlock } from "../yaml/block-edit.ts";
import type { PolicyDocument } from "../document.ts";
import { elementsOf, parentOf, type Collection } from "./elements.ts";
import { insertInFlow } from "./flow-insert.ts";
import { recordOf, valueOf, type JsonObject } from "../json-value.ts";
import { replaceNode } from "./node-replace.ts";
import { layoutOf } from "./style.ts";
import type { ArrayNode, JsonValue, ObjectNode, SyntaxNode } from "../syntax.ts";
import type { Replacement } from "./text-edit.ts";
import { blockStyleOf, flowStyleOf } from "../yaml/flow-style.ts";
import { changeOf, withChange } from "./with-change.ts";
import { layoutFor, writeJson, writeMember, type Writing } from "../json/write-json.ts";
import { writeYamlItem, writeYamlMember } from "../yaml/write-yaml.ts";
import type { YamlStyle } from "../yaml/yaml-style.ts";

/** Puts a value into an array so that it becomes item `index`. */
export const insertItem = (
  document: PolicyDocument,
  array: ArrayNode,
  index: number,
  value: JsonValue,
): PolicyDocument => {
  const items = array.items.map(valueOf).toSpliced(index, 0, value);
  const near = array.items[Math.max(index - 1, 0)] ?? array;
  return insertElement(document, array, index, {
    near,
    result: items,
    value,
    shape: [value],
    flow: (writing) => writeJson(value, writing),
    block: (style, indent) => writeYamlItem(value, style, indent),
  });
};

/** Puts a member into an object so that it becomes member `index`. */
export const insertMember = (
  document: PolicyDocument,
  object: ObjectNode,
  index: number,
  [name, value]: readonly [string, JsonValue],
): PolicyDocument => {
  const added: JsonObject = Object.fromEntries([[name, value]]);
  return insertElement(document, object, index, {
    near: object,
    result: { ...recordOf(object), ...added },
    name,
    value,
    shape: added,
    flow: (writing) => writeMember(name, value, writing),
    block: (style, indent) => writeYamlMember(name, value, style, indent),
  });
};

/** A new element: how it is written, and what comes out. */
interface Insertion {
  /** The node whose style it follows first. */
  readonly near: SyntaxNode;
  /** The value of the whole collection afterwards. */
  readonly result: JsonValue;
  /** The element by itself; a member has a name. */
  readonly name?: string;
  readonly value: JsonValue;
  /** A collection with this element alone. */
  readonly shape: JsonValue;
  readonly flow: (writing: Writing) => string;
  readonly block: (style: YamlStyle, indent: string) => string;
}

const insertElement = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
  element: Insertion,
): PolicyDocument => {
  if (isEmptyInBlock(document, collection)) return replaceNode(document, collection, element.result);
  const own = document.dialect?.writer?.insert(document, collection, index, element);
  if (own) return withChange(document, changeOf(collection, element.result, own));
  const replacements =
    collection.layout === "block"
      ? blockInsertion(document, collection, index, element)
      : flowInsertion(document, collection, index, element);
  return withChange(document, changeOf(collection, element.result, replacements));
};

const blockInsertion = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
  { block }: Insertion,
): readonly Replacement[] => {
  const { text } = document;
  const style = blockStyleOf(document, collection);
  return insertInBlock(text, collection, index, block(style, blockIndent(text, collection)), style.lineEnd);
};

const flowInsertion = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
  { near, shape, flow }: Insertion,
): readonly Replacement[] => {
  const { text, root } = document;
  const style = flowStyleOf(document, near);
  const ownLine = layoutFor(shape, { style, layout: layoutOf(text, root) }) === "lines";
  return insertInFlow(text, collection, index, { write: flow, ownLine }, style);
};

/** An empty `[]` or `{}` in YAML's block form opens into lines of that form. */
const isEmptyInBlock = ({ text, root }: PolicyDocument, collection: Collection): boolean =>
  elementsOf(collection).length === 0 &&
  parentOf(root, collection)?.layout === "block" &&
  /^[[{]\s*[\]}]$/.test(text.slice(collection.start, collection.end));
