import type { PolicyDocument } from "../policy/document.ts";

/** Index, in the document before, of the first statement whose text the edit changed; of an added one, where it went. */
export const firstChangedStatement = (before: PolicyDocument, after: PolicyDocument): number => {
  const changed = before.statements.findIndex((_, index) => textAt(before, index) !== textAt(after, index));
  return changed < 0 ? before.statements.length - 1 : changed;
};

const textAt = (document: PolicyDocument, index: number): string | undefined => {
  const node = document.statements[index];
  return node && document.text.slice(node.start, node.end);
};
