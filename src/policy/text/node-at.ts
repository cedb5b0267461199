import type { PolicyDocument } from "../document.ts";
import { memberNamed, type JsonPath, type SyntaxNode } from "../syntax.ts";

/** The node at a path, or undefined. A number counts the items of an array; a name takes the last member of it. */
export const nodeAt = (document: PolicyDocument, path: JsonPath): SyntaxNode | undefined =>
  path.reduce<SyntaxNode | undefined>(child, document.root);

const child = (node: SyntaxNode | undefined, step: string | number): SyntaxNode | undefined =>
  typeof step === "string"
    ? memberNamed(node, step)?.value
    : node?.kind === "array"
      ? node.items[step]
      : undefined;

/** The path of a statement: `["Statement", index]`, or `["Statement"]` where the document has a single object there. */
export const pathOfStatement = (document: PolicyDocument, index: number): JsonPath =>
  memberNamed(document.root, "Statement")?.value.kind === "array" ? ["Statement", index] : ["Statement"];

/** The Sid of a statement, where it has one that is a string. */
export const sidOf = (document: PolicyDocument, index: number): string | undefined => {
  const sid = memberNamed(document.statements[index], "Sid")?.value;
  return sid?.kind === "string" ? String(sid.value) : undefined;
};

/** One entry of a Principal or NotPrincipal, with its place. */
export interface PrincipalPlace {
  /** `AWS`, `Service`…; `*` for the bare `"*"`. */
  readonly type: string;
  readonly value: string;
  /** Path of the string itself. */
  readonly path: JsonPath;
  readonly node: SyntaxNode;
}

/** The principal entries of a statement, in text order; those that are no strings are left out. */
export const principalPlaces = (document: PolicyDocument, index: number): readonly PrincipalPlace[] =>
  ["Principal", "NotPrincipal"].flatMap((name) => {
    const path = [...pathOfStatement(document, index), name];
    const node = nodeAt(document, path);
    if (node?.kind !== "object") return stringsIn("*", node, path);
    return node.members.flatMap((member) => stringsIn(member.name, member.value, [...path, member.name]));
  });

/** Every string in a statement's Action and NotAction, with its place. */
export const actionPlaces = (
  document: PolicyDocument,
  index: number,
): readonly Omit<PrincipalPlace, "type">[] =>
  ["Action", "NotAction"].flatMap((name) => {
    const path = [...pathOfStatement(document, index), name];
    return stringsIn(name, nodeAt(document, path), path);
  });

const stringsIn = (type: string, node: SyntaxNode | undefined, path: JsonPath): PrincipalPlace[] => {
  if (node?.kind === "array") return node.items.flatMap((item, i) => stringsIn(type, item, [...path, i]));
  return node?.kind === "string" ? [{ type, value: String(node.value), path, node }] : [];
};
