import { parseJson } from "./parse-json.ts";
import type { ArrayNode, ObjectNode, ParsedText, PolicyFormat, SyntaxNode } from "./syntax.ts";
import { memberNamed } from "./syntax.ts";

/** A policy text that parsed to an object. The text is the truth; everything else is a view of it. */
export interface PolicyDocument {
  readonly text: string;
  readonly format: PolicyFormat;
  readonly root: ObjectNode;
  /** The nodes of the statements, in order; a single statement object counts as a list of one. */
  readonly statements: readonly SyntaxNode[];
}

/** Parses a text of the given format. Never throws. */
export const parsePolicyText = (text: string, format: PolicyFormat): ParsedText => {
  if (format === "yaml") throw new Error("YAML is not wired in yet");
  return parseJson(text, format);
};

/** The document in a parsed text, or undefined where it did not parse or is no object. */
export const documentOf = (parsed: ParsedText): PolicyDocument | undefined => {
  const { root, text, format } = parsed;
  if (root?.kind !== "object") return undefined;
  return { text, format, root, statements: statementNodes(root) };
};

const statementNodes = (root: ObjectNode): readonly SyntaxNode[] => {
  const list = memberNamed(root, "Statement")?.value;
  if (!list) return [];
  return list.kind === "array" ? list.items : [list];
};

/** The array that holds the statements, where the document has one. */
export const statementArray = (document: PolicyDocument): ArrayNode | undefined => {
  const list = memberNamed(document.root, "Statement")?.value;
  return list?.kind === "array" ? list : undefined;
};
