import type { SyntaxNode } from "../../policy/syntax.ts";
import { malformed } from "./malformed.ts";

/** The general complaint about a document. */
export const syntaxErrors = () => malformed("Syntax errors in policy.");

/** Throws where a node is no object, has a member twice, or has one that is not among `allowed`. */
export const checkMembers = (node: SyntaxNode, allowed?: readonly string[]): void => {
  if (node.kind !== "object") throw syntaxErrors();
  const names = node.members.map(({ name }) => name);
  if (new Set(names).size < names.length) throw syntaxErrors();
  if (allowed && !names.every((name) => allowed.includes(name))) throw syntaxErrors();
};

/** A text, or a list of at least one text. */
export const isTexts = (node: SyntaxNode): boolean =>
  node.kind === "array"
    ? node.items.length > 0 && node.items.every((item) => item.kind === "string")
    : node.kind === "string";
