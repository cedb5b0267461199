import { elementsOf, type Collection } from "../text/elements.ts";
import { gapBetween } from "../text/gap.ts";
import { lineEnd, lineStart, wholeLine } from "../text/lines.ts";
import { deletion, insertion, type Replacement } from "../text/text-edit.ts";
import { columnOf } from "./yaml-style.ts";

/** Indentation of the elements of a block collection. */
export const blockIndent = (text: string, collection: Collection): string =>
  " ".repeat(columnOf(text, elementsOf(collection)[0]?.start ?? collection.start));

/** Puts an element into a block collection so that it becomes element `index`: on lines of its own, spaced as its neighbours are. */
export const insertInBlock = (
  text: string,
  collection: Collection,
  index: number,
  written: string,
  newLine: string,
): readonly Replacement[] => {
  const elements = elementsOf(collection);
  const [before, first] = [elements[index - 1], elements[0]];
  const indent = blockIndent(text, collection);
  const blank = blankLines(text, collection, newLine);
  if (before) return [insertion(lineEnd(text, before.end), blank + newLine + indent + written)];
  return first ? [insertion(first.start, written + blank + newLine + indent)] : [];
};

/** The empty lines behind the first element, where another one follows. */
const blankLines = (text: string, collection: Collection, newLine: string): string => {
  const [first, second] = elementsOf(collection);
  if (!first || !second) return "";
  const between = text.slice(lineEnd(text, first.end), lineStart(text, second.start));
  const [blank = ""] = /^\s*(?=[\r\n])/.exec(between) ?? [];
  return newLine.repeat(blank.split(newLine).length - 1);
};

/** Takes element `index` out of a block collection that has others. Comments outside the element stay. */
export const removeFromBlock = (
  text: string,
  collection: Collection,
  index: number,
): readonly Replacement[] => {
  const elements = elementsOf(collection);
  const [before, element, after] = [elements[index - 1], elements[index], elements[index + 1]];
  if (!element) throw new Error(`there is no element ${index}`);
  const last = lineEnd(text, element.end);
  const [behind] = gapBetween(text, element.end, last).comments;
  if (behind) return [deletion({ start: element.start, end: behind.start })];
  if (before) {
    const previous = lineEnd(text, before.end);
    const isNext = text.slice(previous, element.start).trim() === "";
    return [deletion({ start: isNext ? previous : wholeLine(text, element).start, end: last })];
  }
  const [comment] = gapBetween(text, last, after?.start ?? last).comments;
  return [deletion({ start: element.start, end: comment?.start ?? after?.start ?? last })];
};
