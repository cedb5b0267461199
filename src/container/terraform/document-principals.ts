import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { hasSymbol, opaquePrincipal } from "../../policy/symbols.ts";
import { listNode, nameOf, plainNode } from "./document-nodes.ts";
import { iterationsOf } from "./dynamic-blocks.ts";
import { wholeText, evaluate } from "./evaluate.ts";
import type { Block, Place } from "./syntax.ts";
import { arrayOf, computed, hold, type TreeReader } from "./tree.ts";

interface Group {
  readonly blocks: Block[];
  readonly items: SyntaxNode[];
  list: Place;
}

/** A block that names principals, as often as `dynamic` makes it. */
interface Made {
  readonly block: Block;
  /** Reads it with what it goes over. */
  readonly reader: TreeReader;
  /** Why nobody knows whether it is there at all; undefined for one that is. */
  readonly why?: string;
}

/**
 * The principals of a statement by their types: blocks of one type are one list. `*` alone is everybody, also without credentials.
 */
export const principalNode = (
  holder: Block,
  type: "principals" | "not_principals",
  reader: TreeReader,
): SyntaxNode | undefined => {
  const all = holder.body.blocks.flatMap((inner): readonly Made[] => madeOf(inner, type, reader));
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return undefined;
  const types = all.map((made) => typeOf(made));
  if (types.every((one) => one === "*") && all.every(({ why }) => why === undefined)) {
    const node = plainNode("*", first.block);
    return all.length === 1 && first.block.type === type ? node : hold(node, reader.held, several);
  }
  const groups = new Map<string, Group>();
  all.forEach((made, index) => {
    const name = types[index] === "*" ? "AWS" : (types[index] ?? "AWS");
    groups.set(name, withIdentifiers(groups.get(name), made));
  });
  const members = [...groups].map(([name, { blocks, items, list }]): SyntaxMember => {
    const at = blocks[0] ?? first.block;
    const nameNode = nameOf(at, "type", name, at.start);
    const value = arrayOf(list, items);
    if (list.end === list.start) hold(value, reader.held, computed("identifiers are written elsewhere"));
    return { name, nameNode, value };
  });
  const place = { start: first.block.start, end: last.block.end };
  const node: SyntaxNode = { ...place, kind: "object", layout: "flow", members };
  reader.roles?.set(node, { kind: type, holder, parts: [...groups.values()].map(({ blocks }) => blocks) });
  return node;
};

/** The list of a type, and what one more block of it names. */
const withIdentifiers = (group: Group | undefined, made: Made): Group => {
  const { block, reader } = made;
  const node =
    listNode(block, "identifiers", reader, true) ?? arrayOf({ start: block.start, end: block.start }, []);
  const items = (node.kind === "array" ? node.items : [node]).map((item) => perhaps(item, made));
  if (block.type === "content") {
    for (const item of items) hold(item, reader.held, computed("dynamic principals"));
  }
  const isHere = node.end > node.start && block.type !== "content";
  return {
    blocks: [...(group?.blocks ?? []), block],
    items: [...(group?.items ?? []), ...items],
    list: isHere ? node : (group?.list ?? node),
  };
};

/** Where it is not known whether a block is there at all, nobody knows whom it names, whatever is written in it. */
const perhaps = (item: SyntaxNode, { why }: Made): SyntaxNode =>
  why === undefined || item.kind !== "string" || hasSymbol(String(item.value))
    ? item
    : plainNode(opaquePrincipal(`dynamic principals ${String(item.value)}`, why), item);

const several = computed("more than one block says that this is for everybody");

const madeOf = (inner: Block, type: string, reader: TreeReader): readonly Made[] => {
  if (inner.type === type) return [{ block: inner, reader }];
  if (inner.type !== "dynamic" || inner.labels[0] !== type) return [];
  const contents = inner.body.blocks.filter((block) => block.type === "content");
  const { scenes, why } = iterationsOf(inner, reader);
  return scenes.flatMap((scene) =>
    contents.map((block) => ({ block, reader: { ...reader, scene }, ...(why !== undefined && { why }) })),
  );
};

const typeOf = ({ block, reader }: Made): string => {
  const value = block.body.attributes.get("type");
  return value ? wholeText(evaluate(value, reader.scene)) : "AWS";
};
