import type { PolicyDocument } from "./document.ts";
import { equalJson, valueOf } from "./json-value.ts";
import { nodeAt } from "./text/node-at.ts";
import { insertMember } from "./text/node-insert.ts";
import { removeElement } from "./text/node-remove.ts";
import { replaceNode } from "./text/node-replace.ts";
import { jsonPointer } from "./text/position.ts";
import { memberNamed, type JsonPath, type JsonValue, type ObjectNode } from "./syntax.ts";

/**
 * Sets a member of the object at `objectPath`: replaces its value, or adds it where its kind usually stands (`Sid`
 * first, `Condition` last), at the end for names that no policy has. An equal value changes nothing.
 */
export const setMember = (
  document: PolicyDocument,
  objectPath: JsonPath,
  name: string,
  value: JsonValue,
): PolicyDocument => {
  const object = objectAt(document, objectPath);
  const member = memberNamed(object, name);
  if (!member) return insertMember(document, object, placeFor(object, name), [name, value]);
  if (equalJson(valueOf(member.value), value)) return document;
  return replaceNode(document, member.value, value);
};

/** Takes a member out of the object at `objectPath`, each of them where the name is written twice. */
export const removeMember = (
  document: PolicyDocument,
  objectPath: JsonPath,
  name: string,
): PolicyDocument => {
  const object = objectAt(document, objectPath);
  const index = object.members.findIndex((member) => member.name === name);
  return index < 0 ? document : removeMember(removeElement(document, object, index), objectPath, name);
};

const objectAt = (document: PolicyDocument, path: JsonPath): ObjectNode => {
  const node = nodeAt(document, path);
  if (node?.kind !== "object") throw new Error(`there is no object at ${jsonPointer(path)}`);
  return node;
};

const usualOrder = [
  ["Version", "Id", "Statement"],
  [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
  ],
];

const placeFor = ({ members }: ObjectNode, name: string): number => {
  const order = usualOrder.find((names) => names.includes(name));
  if (!order) return members.length;
  const rank = order.indexOf(name);
  return (
    members.findLastIndex((member) => order.includes(member.name) && order.indexOf(member.name) < rank) + 1
  );
};
