import { removeFromBlock } from "../yaml/block-edit.ts";
import type { PolicyDocument } from "../document.ts";
import { elementsOf, type Collection } from "./elements.ts";
import { removeFromFlow } from "./flow-remove.ts";
import { valueOf } from "../json-value.ts";
import { replaceNode } from "./node-replace.ts";
import type { JsonValue } from "../syntax.ts";
import { withChange } from "./with-change.ts";

/** Takes element `index` out of an array or object. */
export const removeElement = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
): PolicyDocument => {
  const { text } = document;
  const result = valueWithout(collection, index);
  if (collection.layout === "flow") {
    return withChange(document, removeFromFlow(text, collection, index), collection, result);
  }
  if (elementsOf(collection).length === 1) return replaceNode(document, collection, result);
  return withChange(document, removeFromBlock(text, collection, index), collection, result);
};

const valueWithout = (collection: Collection, index: number): JsonValue =>
  collection.kind === "array"
    ? collection.items.toSpliced(index, 1).map(valueOf)
    : valueOf({ ...collection, members: collection.members.toSpliced(index, 1) });
