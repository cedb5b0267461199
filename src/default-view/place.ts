import type { PolicyDocument } from "../policy/document.ts";
import { sidOf } from "../policy/text/node-at.ts";
import { positionAt } from "../policy/text/position.ts";

/** A statement as people find it: `statement 3 (Sid "Use", line 14)`. `index` counts from 0, the words from 1. */
export const placeOf = (document: PolicyDocument, index: number): string => {
  const node = document.statements[index];
  const sid = sidOf(document, index);
  const lineAt = document.lineAt ?? ((offset: number) => positionAt(document.text, offset).line);
  const line = node ? lineAt(node.start) : 1;
  const name = sid === undefined || sid === "" ? "" : `Sid "${sid}", `;
  return `statement ${index + 1} (${name}line ${line})`;
};
