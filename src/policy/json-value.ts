import type { PolicyDocument } from "./document.ts";
import type { JsonValue, ObjectNode, SyntaxNode } from "./syntax.ts";

/** The plain value of a node. Of a member written twice the last counts, as for JSON parsers. */
export const valueOf = (node: SyntaxNode): JsonValue => {
  if (node.kind === "array") return node.items.map(valueOf);
  return node.kind === "object" ? recordOf(node) : node.value;
};

/** The plain value of an object node. A member named `__proto__` is a member like any other (fromEntries sees to it). */
export const recordOf = ({ members }: ObjectNode): JsonObject =>
  Object.fromEntries(members.map(({ name, value }) => [name, valueOf(value)]));

/** The whole document as a plain value. */
export const documentValue = (document: PolicyDocument): JsonValue => rootValue(document.root);

const rootValues = new WeakMap<SyntaxNode, JsonValue>();

/** `valueOf` the root of a document, made once: what reads, orders and compares a document asks for it again and again. */
export const rootValue = (root: SyntaxNode): JsonValue => {
  const known = rootValues.get(root);
  if (known !== undefined) return known;
  const value = valueOf(root);
  rootValues.set(root, value);
  return value;
};

/** True for the same JSON value; the order of object members does not matter, that of arrays does. */
export const equalJson = (a: JsonValue, b: JsonValue): boolean => {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equalItem(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalItem(a[name], b[name]))
  );
};

const equalItem = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a !== undefined && b !== undefined && equalJson(a, b);

/** A JSON object, as a type. */
export type JsonObject = { readonly [name: string]: JsonValue };

/** True for a JSON array. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** True for a JSON object. */
export const isRecord = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !isList(value);

/** A text that is equal for equal values only, whatever the order of members: a key for maps. */
export const jsonKey = (value: JsonValue): string => {
  if (isList(value)) return `[${value.map(jsonKey).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${jsonKey(item)}`);
  return `{${members.sort().join(",")}}`;
};
