import type { PolicyDocument } from "../document.ts";
import { editTowards } from "../edit-towards.ts";
import { equalJson, recordOf, valueOf, type JsonObject } from "../json-value.ts";
import { mergeStatements } from "./merge-statements.ts";
import { partitionOf, sameDocument } from "../same-document.ts";
import { memberNamed, type JsonValue } from "../syntax.ts";
import type { MergeConflict } from "./merge-conflict.ts";

export type MergeResult =
  { readonly merged: PolicyDocument } | { readonly conflicts: readonly MergeConflict[] };

/**
 * Merges two changes of one policy. Statements are matched by content and Sid; changes to different statements, and
 * additions to the same list, go together; anything else is a conflict. The three have the same
 * format; the merged text grows out of `theirs`.
 */
export const mergePolicies = (
  base: PolicyDocument,
  mine: PolicyDocument,
  theirs: PolicyDocument,
): MergeResult => {
  if (sameDocument(base, mine) || sameDocument(mine, theirs)) return { merged: theirs };
  if (sameDocument(base, theirs)) return { merged: mine };
  const members = mergeMembers(base, mine, theirs);
  const statements = mergeStatements({ base, mine, theirs, partition: partitionOf(base, mine, theirs) });
  const conflicts = [...members.conflicts, ...statements.conflicts];
  if (conflicts.length > 0) return { conflicts };
  const [only] = statements.merged;
  const single = memberNamed(theirs.root, "Statement")?.value.kind === "object";
  const Statement = single && only !== undefined && statements.merged.length === 1 ? only : statements.merged;
  return { merged: editTowards(theirs, { ...members.merged, Statement }) };
};

/** Everything but the statements: `Version`, `Id` and members that no policy should have. */
const mergeMembers = (
  base: PolicyDocument,
  mine: PolicyDocument,
  theirs: PolicyDocument,
): { merged: JsonObject; conflicts: readonly MergeConflict[] } => {
  const names = new Set([...Object.keys(recordOf(theirs.root)), ...Object.keys(recordOf(mine.root))]);
  for (const name of Object.keys(recordOf(base.root))) names.add(name);
  names.delete("Statement");
  const merged: [string, JsonValue][] = [];
  const conflicts: MergeConflict[] = [];
  for (const name of names) {
    const [was, left, right] = [base, mine, theirs].map((document) => memberValue(document, name));
    const kept = same(was, left) || same(left, right) ? right : same(was, right) ? left : conflict;
    if (kept === conflict) conflicts.push(memberConflict(name, base, mine, theirs));
    else if (kept !== undefined) merged.push([name, kept]);
  }
  return { merged: Object.fromEntries(merged), conflicts };
};

const conflict = Symbol("conflict");

const memberValue = (document: PolicyDocument, name: string): JsonValue | undefined => {
  const node = memberNamed(document.root, name)?.value;
  return node && valueOf(node);
};

const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === undefined || b === undefined ? a === b : equalJson(a, b);

const memberConflict = (
  name: string,
  base: PolicyDocument,
  mine: PolicyDocument,
  theirs: PolicyDocument,
): MergeConflict => {
  const text = (document: PolicyDocument): string | undefined => {
    const node = memberNamed(document.root, name)?.value;
    return node && document.text.slice(node.start, node.end);
  };
  return { label: name, base: text(base), mine: text(mine), theirs: text(theirs) };
};
