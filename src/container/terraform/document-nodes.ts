import type { ScalarNode, SyntaxNode } from "../../policy/syntax.ts";
import type { Block, Place } from "./syntax.ts";
import { arrayOf, computed, hold, treeOf, type TreeReader } from "./tree.ts";

/** A text at a place. */
export const plainNode = (value: string, { start, end }: Place): SyntaxNode => ({
  start,
  end,
  kind: "string",
  value,
});

/** A member's name that an attribute of a block tells: it stands for the block, and its word where the attribute has it. */
export const nameOf = (
  block: Block | undefined,
  attribute: string,
  value: string,
  at: number,
): ScalarNode => {
  const written = block?.body.attributes.get(attribute);
  const isText = written?.kind === "template" && written.form === "quoted";
  return {
    ...{ start: at, end: at, kind: "string", value },
    ...(isText && { written: { start: written.start, end: written.end } }),
  };
};

/** The value of an attribute of a block; undefined where it has none. */
export const attributeNode = ({ body }: Block, name: string, reader: TreeReader): SyntaxNode | undefined => {
  const value = body.attributes.get(name);
  return value && treeOf(value, reader);
};

/** The list of an attribute; what is no list in the text is computed. */
export const listNode = (
  block: Block,
  name: string,
  reader: TreeReader,
  isPrincipal = false,
): SyntaxNode | undefined => {
  const value = block.body.attributes.get(name);
  if (!value) return undefined;
  const node = treeOf(value, reader, isPrincipal);
  if (node.kind === "array") return node;
  const { start } = value;
  return hold(arrayOf({ start, end: start }, [node]), reader.held, computed(`${name} is written elsewhere`));
};
