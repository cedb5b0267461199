import type { PolicyDocument } from "../policy/document.ts";
import { removeMember, setMember } from "../policy/edit-members.ts";
import { removeStatement } from "../policy/edit-statements.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { removeElement } from "../policy/text/node-remove.ts";
import { replaceNode } from "../policy/text/node-replace.ts";
import type { JsonPath, JsonValue } from "../policy/syntax.ts";
import { withText } from "../policy/text/with-change.ts";
import type { Fix } from "./rule.ts";

/** Writes another value at a path. */
export const replaceAt =
  (path: JsonPath, value: JsonValue): Fix =>
  (document) => {
    const node = nodeAt(document, path);
    return node ? replaceNode(document, node, value) : document;
  };

/** Adds or replaces a member of the object at a path. */
export const setAt =
  (path: JsonPath, name: string, value: JsonValue): Fix =>
  (document) =>
    setMember(document, path, name, value);

/** Takes out the member at a path. */
export const removeMemberAt =
  (path: JsonPath): Fix =>
  (document) =>
    removeMember(document, path.slice(0, -1), String(path.at(-1)));

/** Gives the member at a path another name, in its place and with its value as it is written; not one that is taken. */
export const renameMember =
  (path: JsonPath, name: string): Fix =>
  (document) => {
    const object = nodeAt(document, path.slice(0, -1));
    if (object?.kind !== "object" || object.members.some((each) => each.name === name)) return document;
    const member = object.members.find((each) => each.name === path.at(-1));
    if (!member) return document;
    const { start, end } = member.nameNode;
    const quote = /^["']/.exec(document.text.slice(start, end))?.[0] ?? "";
    return withText(document, [{ start, end, text: `${quote}${name}${quote}` }]) ?? document;
  };

/** Takes a whole statement out. */
export const removeStatementAt =
  (index: number): Fix =>
  (document) =>
    removeStatement(document, index);

/** Takes item `path.at(-1)` out of a list; undefined where the entry is not one of several. */
export const removeItem = (document: PolicyDocument, path: JsonPath): Fix | undefined => {
  const index = path.at(-1);
  const list = nodeAt(document, path.slice(0, -1));
  if (typeof index !== "number" || list?.kind !== "array" || list.items.length < 2) return undefined;
  return (current) => {
    const array = nodeAt(current, path.slice(0, -1));
    return array?.kind === "array" ? removeElement(current, array, index) : current;
  };
};
