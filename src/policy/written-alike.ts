import type { PolicyDocument } from "./document.ts";
import { documentValue, equalJson } from "./json-value.ts";
import { memberNamed, type SyntaxNode } from "./syntax.ts";

/**
 * Whether two policies are the same, layout and order of members aside: what stands in for a value (a function of a template, an
 * expression of Terraform) is written in the same words, too. The same value in other words is "written differently".
 */
export const writtenAlike = (one: PolicyDocument, other: PolicyDocument): boolean =>
  equalJson(documentValue(one), documentValue(other)) && sameWords(one, one.root, other, other.root);

const sameWords = (
  one: PolicyDocument,
  node: SyntaxNode,
  other: PolicyDocument,
  its: SyntaxNode | undefined,
): boolean => {
  if (!one.dialect && !other.dialect) return true;
  if (!its || node.kind !== its.kind) return false;
  if (node.kind === "array" && its.kind === "array")
    return node.items.every((item, index) => sameWords(one, item, other, its.items[index]));
  if (node.kind === "object")
    return node.members.every(({ name, value }) =>
      sameWords(one, value, other, memberNamed(its, name)?.value),
    );
  return wordsOf(one, node) === wordsOf(other, its);
};

/** The words that stand for a value; undefined where they are the value itself. */
const wordsOf = ({ text }: PolicyDocument, node: SyntaxNode): string | undefined => {
  if (node.kind === "array" || node.kind === "object") return undefined;
  const source = text.slice(node.start, node.end).trim();
  const plain = source.replace(/^(["'])(.*)\1$/s, "$2");
  return plain === "" || plain === String(node.value) ? undefined : source.replace(/\s+/g, " ");
};
