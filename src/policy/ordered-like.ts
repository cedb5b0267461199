import type { PolicyDocument } from "./document.ts";
import { documentValue, isList, isRecord, jsonKey, valueOf } from "./json-value.ts";
import { matchStatements } from "./merge/match-items.ts";
import type { ArrayNode, JsonValue, SyntaxNode } from "./syntax.ts";
import { memberNamed } from "./syntax.ts";
import { increasing } from "./text/increasing.ts";
import type { Replacement } from "./text/text-edit.ts";
import { withText } from "./text/with-change.ts";

/**
 * The document with the lists that are sets to KMS (principals, actions, resources, values of a condition) in the order in
 * which `model` has them: KMS returns principals in another order with each call, and only what differs is a difference.
 * What `model` has not keeps its own order behind it. Texts of items change places; nothing else is touched.
 */
export const orderedLike = (document: PolicyDocument, model: PolicyDocument): PolicyDocument => {
  const [from, to] = [statementsOf(model), statementsOf(document)];
  const edits = increasing(matchStatements(from, to)).flatMap(({ before, after }) => {
    const [a, b] = [model.statements[before], document.statements[after]];
    return a && b ? editsIn(document.text, a, b) : [];
  });
  return edits.length === 0 ? document : (withText(document, edits) ?? document);
};

const statementsOf = (document: PolicyDocument): readonly JsonValue[] => {
  const value = documentValue(document);
  const list = isRecord(value) ? value["Statement"] : undefined;
  if (list === undefined) return [];
  return isList(list) ? list : [list];
};

const editsIn = (text: string, model: SyntaxNode, node: SyntaxNode): readonly Replacement[] => {
  if (model.kind === "array" && node.kind === "array") return swaps(text, model, node);
  if (model.kind !== "object" || node.kind !== "object") return [];
  return node.members.flatMap(({ name, value }) => {
    const other = memberNamed(model, name)?.value;
    return other ? editsIn(text, other, value) : [];
  });
};

/** Where what both have stands in another order, each place of the list gets the text of the item that belongs there. */
const swaps = (text: string, model: ArrayNode, { items }: ArrayNode): readonly Replacement[] => {
  if (items.some(({ kind }) => kind === "array" || kind === "object")) return [];
  const rank = new Map(model.items.map((item, i) => [jsonKey(valueOf(item)), i]));
  const placeOf = (item: SyntaxNode) => rank.get(jsonKey(valueOf(item))) ?? model.items.length;
  const known = items.map(placeOf).filter((place) => place < model.items.length);
  if (known.every((place, i) => i === 0 || (known[i - 1] ?? 0) <= place)) return [];
  const sorted = items
    .map((item, i) => ({ item, i }))
    .sort((a, b) => placeOf(a.item) - placeOf(b.item) || a.i - b.i);
  return items.flatMap(({ start, end }, i) => {
    const wanted = sorted[i]?.item;
    return wanted && wanted.start !== start
      ? [{ start, end, text: text.slice(wanted.start, wanted.end) }]
      : [];
  });
};
