import { bodyIn } from "./convert.ts";
import { withTree } from "./grammar.ts";
import { HclFault, outlineOf, type Stretch } from "./outline.ts";
import type { Block, Body } from "./syntax.ts";

/** Bytes of one block that are read: a policy has at most 32,768. */
const maximumBlock = 1024 * 1024;

/** Reads one block of a source by the grammar. Throws HclFault. */
export const blockIn = (text: string, { start, end }: Pick<Stretch, "start" | "end">): Block | undefined =>
  bodyOf(text.slice(start, end), start).blocks[0];

/** The attributes and blocks of a stretch of a source; `start` is its place there. Throws HclFault. */
export const bodyOf = (slice: string, start: number): Body => {
  if (slice.length > maximumBlock) throw new HclFault("this block is larger than 1 MiB", start);
  // The brackets are looked at first: they tell what is wrong better than the grammar does, and it need not guess.
  outlineOf(slice, start);
  return withTree(slice, start, (root) => bodyIn(root, slice, start));
};

/** The nested blocks of a type. */
export const blocksOf = (body: Body, type: string): readonly Block[] =>
  body.blocks.filter((block) => block.type === type);
