import { HclFault, outlineOf, type Stretch } from "./outline.ts";
import type { Placed, Source } from "./placed.ts";
import { blockIn } from "./read-block.ts";
import type { Block } from "./syntax.ts";

/** Letters of the sources whose outlines are kept: each file of a folder that has a key reads all the others again. */
const maximumKept = 16 * 1024 * 1024;
const outlines = new Map<string, readonly Stretch[]>();
let kept = 0;

const keptOutline = (text: string): readonly Stretch[] => {
  const found = outlines.get(text) ?? outlineOf(text);
  if (!outlines.has(text)) kept += text.length;
  if (kept > maximumKept) {
    outlines.clear();
    kept = text.length;
  }
  outlines.set(text, found);
  return found;
};

/** The blocks that were read, by their stretches. */
const blocks = new WeakMap<Stretch, Block>();

const keptBlock = (text: string, stretch: Stretch): Block | undefined => {
  const block = blocks.get(stretch) ?? blockIn(text, stretch);
  if (block) blocks.set(stretch, block);
  return block;
};

/** A block whose place alone is known. */
export interface Unread {
  readonly source: Source;
  readonly stretch: Stretch;
}

/** The blocks of the files of a folder. */
export interface FolderBlocks {
  readonly all: readonly Unread[];
  /** Reads a block, once; undefined where another file than the first has it and it is at fault. Throws HclFault. */
  readonly read: (unread: Unread | undefined) => Placed | undefined;
  /** The first one with that type and those labels. */
  readonly find: (...words: readonly string[]) => Unread | undefined;
}

/** Reads the outline of each file; what is at fault in another file than the first is as if it were not there. Throws HclFault. */
export const blocksOfFolder = (sources: readonly Source[]): FolderBlocks => {
  const lenient = leniently(sources[0]);
  const all = sources.flatMap((source) =>
    (lenient(source, () => keptOutline(source.text)) ?? []).map((stretch): Unread => ({ source, stretch })),
  );
  const known = new Map<Unread, Placed | undefined>();
  const read = (unread: Unread | undefined): Placed | undefined => {
    if (!unread) return undefined;
    if (!known.has(unread)) {
      const { source, stretch } = unread;
      const block = lenient(source, () => keptBlock(source.text, stretch));
      known.set(unread, block && { source, block });
    }
    return known.get(unread);
  };
  const index = new Map<string, Unread>();
  for (const unread of all) {
    const { type, labels } = unread.stretch;
    const id = [type, ...labels].join("\n");
    if (!index.has(id)) index.set(id, unread);
  }
  return { all, read, find: (...words) => index.get(words.join("\n")) };
};

/** Passes over what is at fault in a source, but for the folder's own one. */
const leniently =
  (own: Source | undefined) =>
  <T>(source: Source, read: () => T): T | undefined => {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof HclFault) || source === own) throw fault;
      return undefined;
    }
  };
