import { statementArray, type PolicyDocument } from "./document.ts";
import { setMember } from "./edit-members.ts";
import { isCollection, type Collection } from "./text/elements.ts";
import { recordOf, valueOf, type JsonObject } from "./json-value.ts";
import { indentAt, lineEndOf } from "./text/lines.ts";
import { insertItem } from "./text/node-insert.ts";
import { removeElement } from "./text/node-remove.ts";
import { replaceNode } from "./text/node-replace.ts";
import { layoutOf } from "./text/style.ts";
import { memberNamed, type ArrayNode, type SyntaxNode } from "./syntax.ts";
import { insertion } from "./text/text-edit.ts";
import { changeOf, withChange, withText } from "./text/with-change.ts";

/**
 * Inserts a statement so that it becomes statement `index`, written as its neighbours are. Beside a single statement object in a text
 * that has a formatter it comes first: nothing else would tell the removal that there was no list.
 */
export const insertStatement = (
  document: PolicyDocument,
  index: number,
  statement: JsonObject,
): PolicyDocument => {
  const single = memberNamed(document.root, "Statement")?.value;
  if (!single) return setMember(document, [], "Statement", [statement]);
  const array = statementArray(document);
  return array
    ? insertItem(document, array, document.dialect?.placeFor?.(array, index) ?? index, statement)
    : insertStatement(asArray(document), document.dialect?.tidy ? 0 : index, statement);
};

/**
 * Takes a statement out. The list stays, empty where it was the last one; only a list that looks as if
 * `insertStatement` had made it of a single statement object becomes that object again.
 */
export const removeStatement = (document: PolicyDocument, index: number): PolicyDocument => {
  const array = statementArray(document);
  if (!array) return setMember(document, [], "Statement", []);
  return asSingle(document, array, index) ?? removeElement(document, array, index);
};

/** On one line such a list looks like any other: there it stays a list. */
const asSingle = (document: PolicyDocument, array: ArrayNode, index: number): PolicyDocument | undefined => {
  const [kept, removed] = index === 0 ? [...array.items].reverse() : array.items;
  if (array.layout === "block" || array.items.length !== 2) return undefined;
  if (kept?.kind !== "object" || removed?.kind !== "object" || layoutOf(document.text, kept) === "line") {
    return undefined;
  }
  const own = document.text.slice(kept.start, kept.end);
  const text = document.dialect?.tidy ? own.replaceAll(`\n${step}`, "\n") : own;
  const single = withText(document, [{ start: array.start, end: array.end, text }]);
  return single && insertStatement(single, index, recordOf(removed)).text === document.text
    ? single
    : undefined;
};

/** Writes another statement in the place of statement `index`. */
export const replaceStatement = (
  document: PolicyDocument,
  index: number,
  statement: JsonObject,
): PolicyDocument => {
  const node = document.statements[index];
  if (!node) throw new Error(`there is no statement ${index}`);
  return replaceNode(document, node, statement);
};

/** A single statement object becomes a list of one; in flow form its own lines stay as they are. */
const asArray = (document: PolicyDocument): PolicyDocument => {
  const { text, statements, dialect } = document;
  const [only] = statements;
  if (!only) return document;
  if (isCollection(only) && only.layout === "block") return asBlockArray(document, only);
  if (dialect?.tidy && layoutOf(text, only) === "lines") return asIndentedArray(document, only);
  const space = layoutOf(text, only) === "lines" ? lineEndOf(text) + indentAt(text, only.end) : "";
  const around = [insertion(only.start, `[${space}`), insertion(only.end, `${space}]`)];
  return withChange(document, changeOf(only, [valueOf(only)], around));
};

/** What formatters move lines in brackets by. */
const step = "  ";

/** Where a formatter looks at the text, the lines of the statement move with the brackets. */
const asIndentedArray = (document: PolicyDocument, only: SyntaxNode): PolicyDocument => {
  const { text } = document;
  const outer = lineEndOf(text) + indentAt(text, only.end);
  const own = text.slice(only.start, only.end).replace(/\n(?=[^\r\n])/g, `\n${step}`);
  const inList = [{ start: only.start, end: only.end, text: `[${outer}${step}${own}${outer}]` }];
  return withChange(document, changeOf(only, [valueOf(only)], inList));
};

const asBlockArray = (document: PolicyDocument, only: Collection): PolicyDocument => {
  const own = document.text.slice(only.start, only.end).replace(/(\r\n|\n)(?=[^\r\n])/g, "$1  ");
  const inList = [{ start: only.start, end: only.end, text: `- ${own}` }];
  return withChange(document, changeOf(only, [valueOf(only)], inList));
};
