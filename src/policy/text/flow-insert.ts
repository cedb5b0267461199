import { elementsOf, gapBefore, valuesOf, type Collection } from "./elements.ts";
import { gapBetween, type Comment, type Gap } from "./gap.ts";
import { hasLineEnd, indentAt } from "./lines.ts";
import { layoutOf, type Style } from "./style.ts";
import { insertion, type Replacement, type Span } from "./text-edit.ts";
import type { Writing } from "../json/write-json.ts";

/** A new element of a collection: how its text looks where it is put. */
export interface NewElement {
  readonly write: (writing: Writing) => string;
  /** True where an empty collection is opened over several lines to take it in. */
  readonly ownLine: boolean;
}

/** Puts an element into a `[…]` or `{…}` so that it becomes element `index`, spaced as its neighbours are. */
export const insertInFlow = (
  text: string,
  collection: Collection,
  index: number,
  element: NewElement,
  style: Style,
): readonly Replacement[] => {
  const elements = elementsOf(collection);
  const first = elements[0];
  if (!first) return intoEmpty(text, collection, element, style);
  const { separator, writing } = besideOthers(text, collection, index, style);
  const written = element.write(writing);
  const gap = gapBefore(text, collection, index);
  const comma = collection.kind === "object" && hasLineEnd(separator) ? (style.memberEnd ?? ",") : ",";
  const trailing = gap.comments.filter((comment) => comment.trailing).at(-1);
  if (index === 0 && gap.comments.length === 0) return [insertion(first.start, written + comma + separator)];
  if (index === 0) return [insertion(trailing?.end ?? gap.start, separator + written + comma)];
  if (!trailing) return [insertion(gap.start, comma + separator + written)];
  if (comma === "") return [insertion(trailing.end, separator + written)];
  return afterComment(gap, trailing, ownLine(separator, trailing, writing) + written);
};

/** Behind a comment that belongs to the element before: the comma goes before the comment, the element after it. */
const afterComment = (gap: Gap, trailing: Comment, written: string): readonly Replacement[] =>
  gap.comma && gap.comma.end <= trailing.end
    ? [insertion(trailing.end, `${written},`)]
    : [insertion(gap.start, ","), insertion(trailing.end, written)];

const ownLine = (separator: string, { line }: Comment, { style, indent }: Writing): string =>
  line && !hasLineEnd(separator) ? style.lineEnd + indent : separator;

/** The white space between two elements, and how a new one is written beside them. */
const besideOthers = (
  text: string,
  collection: Collection,
  index: number,
  style: Style,
): { separator: string; writing: Writing } => {
  const elements = elementsOf(collection);
  const beside = Math.min(Math.max(index - 1, 0), elements.length - 1);
  const neighbour = elements[beside] ?? collection;
  const separator = separatorIn(text, collection, beside, style);
  const node = valuesOf(collection)[beside];
  const oneLine = layoutOf(text, collection) === "line";
  const layout = collection.kind === "array" && node ? layoutOf(text, node) : oneLine ? "line" : "lines";
  return { separator, writing: { style, indent: indentFor(text, neighbour, separator), layout } };
};

const separatorIn = (text: string, collection: Collection, beside: number, style: Style): string => {
  const elements = elementsOf(collection);
  const other = beside > 0 ? beside : 1;
  if (other < elements.length) {
    const { start, end, comma, comments } = gapBefore(text, collection, other);
    if (comments.length === 0) return text.slice(comma?.end ?? start, end);
    return hasLineEnd(text.slice(start, end)) ? style.lineEnd + indentAt(text, end) : style.gap;
  }
  const first = elements[0]?.start ?? collection.end;
  const own = hasLineEnd(text.slice(collection.start, first));
  return own ? style.lineEnd + indentAt(text, first) : style.gap;
};

const indentFor = (text: string, neighbour: Span, separator: string): string => {
  if (hasLineEnd(separator)) return /[^\r\n]*$/.exec(separator)?.[0] ?? "";
  return indentAt(
    text,
    hasLineEnd(text.slice(neighbour.start, neighbour.end)) ? neighbour.end : neighbour.start,
  );
};

const intoEmpty = (
  text: string,
  collection: Collection,
  { write, ownLine: opens }: NewElement,
  style: Style,
): readonly Replacement[] => {
  const inside = { start: collection.start + 1, end: collection.end - 1 };
  const indent = indentAt(text, collection.start);
  const deeper = { style, indent: indent + style.unit, layout: opens ? "lines" : "line" } as const;
  const comment = gapBetween(text, inside.start, inside.end).comments.at(-1);
  if (comment) {
    const space = comment.line || opens ? style.lineEnd + deeper.indent : " ";
    const tail = hasLineEnd(text.slice(comment.end, inside.end)) || !comment.line ? "" : style.lineEnd;
    return [insertion(comment.end, space + write(deeper) + tail)];
  }
  if (opens)
    return [{ ...inside, text: style.lineEnd + deeper.indent + write(deeper) + style.lineEnd + indent }];
  const pad = collection.kind === "array" ? style.listPad : style.objectPad;
  return [{ ...inside, text: pad + write({ ...deeper, indent }) + pad }];
};
