import type { PolicyDocument } from "../policy/document.ts";
import { addToList } from "../policy/edit-lists.ts";
import { insertItem } from "../policy/text/node-insert.ts";
import { nodeAt, pathOfStatement } from "../policy/text/node-at.ts";
import type { ArrayNode } from "../policy/syntax.ts";

/** Adds an action to a statement's list, behind the last of those that come before it in `order` (the console's). */
export const insertAction = (
  document: PolicyDocument,
  index: number,
  action: string,
  order: readonly string[],
): PolicyDocument => {
  const path = [...pathOfStatement(document, index), "Action"];
  const list = nodeAt(document, path);
  if (list?.kind !== "array") return addToList(document, path, action);
  return insertItem(document, list, placeFor(list, action, order), action);
};

const placeFor = ({ items }: ArrayNode, action: string, order: readonly string[]): number => {
  const earlier = new Set(order.slice(0, order.indexOf(action)).map((name) => name.toLowerCase()));
  const last = items.findLastIndex(
    (item) => item.kind === "string" && earlier.has(String(item.value).toLowerCase()),
  );
  return last < 0 ? items.length : last + 1;
};
