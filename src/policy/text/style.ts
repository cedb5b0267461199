import { collectionsIn, elementsOf, gapBefore, type Collection } from "./elements.ts";
import { hasLineEnd, indentAt, lineEndOf } from "./lines.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Span } from "./text-edit.ts";

/** How a text writes its collections: over several lines, or on one. */
export type Layout = "lines" | "line";

/** The habits of a JSON text, so that what we write looks like what is there. */
export interface Style {
  readonly lineEnd: string;
  /** One step of indentation. */
  readonly unit: string;
  /** Between a name and its value, `": "` as a rule. */
  readonly colon: string;
  /** After a comma within a line. */
  readonly gap: string;
  /** Inside the brackets of a list, and of an object, on one line. */
  readonly listPad: string;
  readonly objectPad: string;
  readonly list: Layout;
  readonly object: Layout;
  /** A string, and a member name, as the text quotes them. */
  readonly writeString: (value: string) => string;
  readonly writeName: (name: string) => string;
  /** What ends a member of an object that takes lines: a comma, but for languages that need none. */
  readonly memberEnd?: "," | "";
}

/** Reads the habits of a text, first near a node, then anywhere. What the text does not show is as the AWS console writes it. */
export const styleOf = (text: string, root: SyntaxNode, near: SyntaxNode = root): Style => {
  const anywhere = habitsOfAll(text, root);
  const { colon, gap, ...rest } =
    near === root ? anywhere : { ...anywhere, ...habitsIn(text, collectionsIn(near), root) };
  const fallback = anywhere.oneLine ? "line" : "lines";
  return {
    lineEnd: anywhere.lineEnd,
    unit: rest.unit ?? "  ",
    colon: colon ?? ": ",
    gap: gap ?? (/\s/.test(colon ?? ": ") ? " " : ""),
    listPad: rest.listPad ?? "",
    objectPad: rest.objectPad ?? "",
    list: rest.list ?? fallback,
    object: rest.object ?? fallback,
    writeString: JSON.stringify,
    writeName: JSON.stringify,
  };
};

type Habits = Partial<Pick<Style, "unit" | "colon" | "gap" | "listPad" | "objectPad" | "list" | "object">>;

const known = new WeakMap<SyntaxNode, Habits & { readonly oneLine: boolean; readonly lineEnd: string }>();

/** The habits of a whole text, read once: a thousand edits may ask for them. */
const habitsOfAll = (text: string, root: SyntaxNode) => {
  const habits = known.get(root) ?? {
    ...habitsIn(text, collectionsIn(root), root),
    oneLine: !hasLineEnd(text.slice(root.start, root.end)),
    lineEnd: lineEndOf(text),
  };
  known.set(root, habits);
  return habits;
};

/** What some collections show. */
const habitsIn = (text: string, collections: readonly Collection[], root: SyntaxNode): Habits => {
  const all = collections.filter(({ layout }) => layout === "flow");
  const shown = {
    unit: firstOf(all, (collection) => unitIn(text, collection)),
    colon: firstOf(all, (collection) => colonIn(text, collection)),
    gap: firstOf(all, (collection) => gapIn(text, collection)),
    listPad: firstOf(all, (collection) => padIn(text, collection, "array")),
    objectPad: firstOf(all, (collection) => padIn(text, collection, "object")),
    list: firstOf(all, (collection) => listLayout(text, collection)),
    object: firstOf(all, (collection) => objectLayout(text, collection, root)),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, habit]) => habit !== undefined));
};

/** Whether a node goes over several lines. */
export const layoutOf = (text: string, { start, end }: Span): Layout =>
  hasLineEnd(text.slice(start, end)) ? "lines" : "line";

const firstOf = <T>(all: readonly Collection[], pick: (one: Collection) => T | undefined): T | undefined => {
  for (const one of all) {
    const found = pick(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

const colonIn = (text: string, collection: Collection): string | undefined => {
  const member = collection.kind === "object" ? collection.members[0] : undefined;
  const between = member && text.slice(member.nameNode.end, member.value.start);
  return between !== undefined && /^[ \t]*:[ \t]*$/.test(between) ? between : undefined;
};

const unitIn = (text: string, collection: Collection): string | undefined => {
  const first = elementsOf(collection)[0];
  if (!first || !hasLineEnd(text.slice(collection.start, first.start))) return undefined;
  const outer = indentAt(text, collection.start);
  const inner = indentAt(text, first.start);
  return inner.startsWith(outer) && inner !== outer ? inner.slice(outer.length) : undefined;
};

const gapIn = (text: string, collection: Collection): string | undefined => {
  if (elementsOf(collection).length < 2) return undefined;
  const { comma, end, comments } = gapBefore(text, collection, 1);
  const space = comma && comments.length === 0 ? text.slice(comma.end, end) : "\n";
  return hasLineEnd(space) ? undefined : space;
};

const padIn = (text: string, collection: Collection, kind: Collection["kind"]): string | undefined => {
  const first = elementsOf(collection)[0];
  if (collection.kind !== kind || !first) return undefined;
  const pad = text.slice(collection.start + 1, first.start);
  return /^[ \t]*$/.test(pad) && layoutOf(text, collection) === "line" ? pad : undefined;
};

const listLayout = (text: string, collection: Collection): Layout | undefined => {
  const strings = collection.kind === "array" && collection.items.every(({ kind }) => kind === "string");
  return strings && collection.items.length > 1 ? layoutOf(text, collection) : undefined;
};

/** An object with a single member, such as `{ "AWS": "…" }`, shows whether small objects open a line. */
const objectLayout = (text: string, collection: Collection, root: SyntaxNode): Layout | undefined => {
  const [only, second] = elementsOf(collection);
  if (collection.kind !== "object" || collection === root || !only || second) return undefined;
  return hasLineEnd(text.slice(collection.start, only.start)) ? "lines" : "line";
};
