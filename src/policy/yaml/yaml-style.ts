import { collectionsIn, valuesOf, type Collection } from "../text/elements.ts";
import { lineStart } from "../text/lines.ts";
import { styleOf, type Style } from "../text/style.ts";
import type { SyntaxNode } from "../syntax.ts";
import { yamlString, type Quote } from "./yaml-string.ts";

/** The habits of a YAML text. */
export interface YamlStyle {
  /** For what is written in flow form. */
  readonly flow: Style;
  readonly lineEnd: string;
  /** From a member to the members of the mapping under it. */
  readonly step: string;
  /** From a member to the dashes of the list under it; often nothing. */
  readonly dash: string;
  readonly lists: Collection["layout"];
  readonly writeString: Style["writeString"];
  readonly writeName: Style["writeName"];
}

/** Reads the habits of a YAML text, those of its flow parts first near a node. */
export const yamlStyleOf = (text: string, root: SyntaxNode, near: SyntaxNode = root): YamlStyle => {
  const flow = styleOf(text, root, near);
  const block = blockHabits(text, root);
  const { writeString, writeName } = block;
  const colon = flow.colon.endsWith(" ") ? flow.colon : ": ";
  return {
    flow: { ...flow, colon, gap: flow.gap === "" ? " " : flow.gap, writeString, writeName },
    lineEnd: flow.lineEnd,
    ...block,
  };
};

type BlockHabits = Omit<YamlStyle, "flow" | "lineEnd">;

const known = new WeakMap<SyntaxNode, BlockHabits>();

/** The habits of a whole text, read once: a thousand edits may ask for them. */
const blockHabits = (text: string, root: SyntaxNode): BlockHabits => {
  const before = known.get(root);
  if (before) return before;
  const all = collectionsIn(root);
  const habits = {
    step: depthUnder(text, all, "object") || "  ",
    dash: depthUnder(text, all, "array") ?? "  ",
    lists: all.find(isListOfStrings)?.layout ?? "block",
    writeString: yamlString(quoteIn(text, [...all.filter(({ layout }) => layout === "block"), ...all])),
    writeName: yamlString(namesAreQuoted(text, all) ? "double" : "plain"),
  };
  known.set(root, habits);
  return habits;
};

/** Columns between the beginning of a line and an offset. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

const isListOfStrings = (collection: Collection): boolean =>
  collection.kind === "array" &&
  collection.items.length > 1 &&
  collection.items.every(({ kind }) => kind === "string");

const depthUnder = (
  text: string,
  all: readonly Collection[],
  kind: Collection["kind"],
): string | undefined => {
  for (const collection of all) {
    if (collection.kind !== "object" || collection.layout !== "block") continue;
    for (const { nameNode, value } of collection.members) {
      if (value.kind !== kind || value.layout !== "block") continue;
      return " ".repeat(Math.max(0, columnOf(text, value.start) - columnOf(text, nameNode.start)));
    }
  }
  return undefined;
};

/** How most strings are quoted that need no quotes, or would need them as plain text (`*`) where there is nothing else. */
const quoteIn = (text: string, all: readonly Collection[]): Quote => {
  const counts = { plain: 0, single: 0, double: 0 };
  for (const node of all.flatMap(valuesOf)) {
    if (node.kind !== "string") continue;
    const first = text[node.start];
    counts[first === '"' ? "double" : first === "'" ? "single" : "plain"] += 1;
  }
  if (counts.plain >= Math.max(counts.single, counts.double)) return "plain";
  return counts.single > counts.double ? "single" : "double";
};

const namesAreQuoted = (text: string, all: readonly Collection[]): boolean => {
  const first = all.find((collection) => collection.kind === "object");
  return first?.kind === "object" && text[first.members[0]?.nameNode.start ?? -1] === '"';
};
