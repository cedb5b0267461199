import { removeFromBlock } from "../yaml/block-edit.ts";
import type { PolicyDocument } from "../document.ts";
import { elementsOf, valuesOf, type Collection } from "./elements.ts";
import { removeFromFlow } from "./flow-remove.ts";
import { replacementOf } from "./node-replace.ts";
import { changeOf, withChange, type Change } from "./with-change.ts";

/** Takes element `index` out of an array or object. */
export const removeElement = (
  document: PolicyDocument,
  collection: Collection,
  index: number,
): PolicyDocument => withChange(document, removalOf(document, collection, index));

/** The edit that `removeElement` makes. */
export const removalOf = (document: PolicyDocument, collection: Collection, index: number): Change => {
  const { text } = document;
  const node = valuesOf(collection)[index];
  if (!node) throw new Error(`there is no element ${index}`);
  const own = document.dialect?.writer?.remove(document, collection, index);
  if (own) return changeOf(node, undefined, own);
  if (collection.layout === "flow") return changeOf(node, undefined, removeFromFlow(text, collection, index));
  if (elementsOf(collection).length === 1)
    return replacementOf(document, collection, collection.kind === "array" ? [] : {});
  return changeOf(node, undefined, removeFromBlock(text, collection, index));
};
