import { elementsOf, gapBefore, type Collection } from "./elements.ts";
import type { Gap } from "./gap.ts";
import { beginsLine, lineEnd, lineStart, wholeLine } from "./lines.ts";
import { deletion, type Replacement, type Span } from "./text-edit.ts";

/** Takes element `index` out of a `[…]` or `{…}`, with its comma. Comments outside the element stay. */
export const removeFromFlow = (
  text: string,
  collection: Collection,
  index: number,
): readonly Replacement[] => {
  const elements = elementsOf(collection);
  const element = elements[index];
  if (!element) throw new Error(`there is no element ${index}`);
  const before = gapBefore(text, collection, index);
  const after = gapBefore(text, collection, index + 1);
  if (before.comments.length > 0 || after.comments.length > 0) {
    return besideComments(text, element, before, after, index === elements.length - 1);
  }
  if (index > 0) return [deletion({ start: before.start, end: element.end })];
  if (elements.length === 1) return [deletion({ start: collection.start + 1, end: collection.end - 1 })];
  return [deletion({ start: element.start, end: after.end })];
};

/**
 * Where comments stand around: only the element and one comma go, and the line if nothing else is left on it. A comment
 * behind the element gets the element's place on the line.
 */
const besideComments = (
  text: string,
  element: Span,
  before: Gap,
  after: Gap,
  last: boolean,
): readonly Replacement[] => {
  const comma = after.comma ?? (last ? before.comma : undefined);
  const follows =
    comma !== undefined && comma === after.comma && isBlank(text.slice(element.end, comma.start));
  const stretch = { start: element.start, end: follows ? comma.end : element.end };
  const removed = [deletion(withSpace(text, stretch, last))];
  return comma && !follows ? [...removed, deletion(comma)] : removed;
};

const withSpace = (text: string, stretch: Span, last: boolean): Span => {
  const rest = text.slice(stretch.end, lineEnd(text, stretch.end));
  if (isBlank(rest) && beginsLine(text, stretch.start)) return wholeLine(text, stretch);
  if (last && !beginsLine(text, stretch.start)) {
    const line = text.slice(lineStart(text, stretch.start), stretch.start);
    return { start: stretch.start - line.length + line.trimEnd().length, end: stretch.end };
  }
  const space = /^[ \t]*/.exec(rest)?.[0] ?? "";
  return { start: stretch.start, end: stretch.end + space.length };
};

const isBlank = (text: string): boolean => text.trim() === "";
