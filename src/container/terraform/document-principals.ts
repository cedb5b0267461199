import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
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

/**
 * The principals of a statement by their types: blocks of one type are one list. `*` alone is everybody, also without credentials.
 */
export const principalNode = (
  holder: Block,
  type: "principals" | "not_principals",
  reader: TreeReader,
): SyntaxNode | undefined => {
  const blocks = holder.body.blocks.flatMap((inner): Block[] => blockOf(inner, type, reader));
  const [first] = blocks;
  const last = blocks.at(-1);
  if (!first || !last) return undefined;
  const types = blocks.map((block) => typeOf(block, reader));
  if (types.every((one) => one === "*")) {
    const node = plainNode("*", first);
    return blocks.length === 1 && first.type === type ? node : hold(node, reader.held, several);
  }
  const groups = new Map<string, Group>();
  blocks.forEach((block, index) => {
    const name = types[index] === "*" ? "AWS" : (types[index] ?? "AWS");
    const node =
      listNode(block, "identifiers", reader, true) ?? arrayOf({ start: block.start, end: block.start }, []);
    const items = node.kind === "array" ? node.items : [node];
    if (block.type === "content")
      for (const item of items) hold(item, reader.held, computed("dynamic principals"));
    const group = groups.get(name) ?? { blocks: [], items: [], list: node };
    const isHere = node.end > node.start && block.type !== "content";
    groups.set(name, {
      blocks: [...group.blocks, block],
      items: [...group.items, ...items],
      list: isHere ? node : group.list,
    });
  });
  const members = [...groups].map(([name, { blocks, items, list }]): SyntaxMember => {
    const at = blocks[0] ?? first;
    const nameNode = nameOf(at, "type", name, at.start);
    const value = arrayOf(list, items);
    if (list.end === list.start) hold(value, reader.held, computed("identifiers are written elsewhere"));
    return { name, nameNode, value };
  });
  const node: SyntaxNode = { start: first.start, end: last.end, kind: "object", layout: "flow", members };
  reader.roles?.set(node, { kind: type, holder, parts: [...groups.values()].map(({ blocks }) => blocks) });
  return node;
};

const several = computed("more than one block says that this is for everybody");

const blockOf = (inner: Block, type: string, reader: TreeReader): Block[] => {
  if (inner.type === type) return [inner];
  const isMade =
    inner.type === "dynamic" && inner.labels[0] === type && iterationsOf(inner, reader).scenes.length > 0;
  return isMade ? inner.body.blocks.filter((block) => block.type === "content") : [];
};

const typeOf = ({ body }: Block, { scene }: TreeReader): string => {
  const value = body.attributes.get("type");
  return value ? wholeText(evaluate(value, scene)) : "AWS";
};
