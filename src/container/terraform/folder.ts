import type { Deployment, NamedFile } from "../marks.ts";
import { bodyIn } from "./convert.ts";
import { withTree } from "./grammar.ts";
import { HclFault, outlineOf, type Stretch } from "./outline.ts";
import type { Placed, Source, Written } from "./placed.ts";
import { isOneAccount, providerOf } from "./providers.ts";
import type { Block, Body } from "./syntax.ts";

/** The files of a folder read as one, as Terraform does: what is named in one is told by another. */
export interface Folder {
  readonly sources: readonly Source[];
  readonly deployment: Deployment;
  /** Other files that are read by name, or why they are not. */
  readonly files: ReadonlyMap<string, NamedFile>;
  readonly resource: (type: string, name: string) => Placed | undefined;
  readonly data: (type: string, name: string) => Placed | undefined;
  readonly local: (name: string) => Written | undefined;
  readonly variable: (name: string) => Placed | undefined;
  /** The names of all variables. */
  readonly variables: readonly string[];
  /** The name of the data source that tells the account of a provider. */
  readonly ownIdentity: (provider: string | undefined) => string | undefined;
  /** Whether two providers, by the names that resources give them, work in one account. */
  readonly isOneAccount: (one: string | undefined, other: string | undefined) => boolean;
  /** The resources of types that fit. */
  readonly resources: (fits: (type: string) => boolean) => readonly Placed[];
}

/** Bytes of one block that are read: a policy has at most 32,768. */
const maximumBlock = 1024 * 1024;

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

interface Unread {
  readonly source: Source;
  readonly stretch: Stretch;
}

/**
 * Reads the files of a folder: the outline of each, and of the blocks those that are asked for. What is at fault in another file is as
 * if it were not there; a fault of the first one is thrown as HclFault.
 */
export const folderOf = (
  sources: readonly Source[],
  deployment: Deployment,
  files: ReadonlyMap<string, NamedFile> = new Map(),
): Folder => {
  const [own] = sources;
  const lenient = <T>(source: Source, read: () => T): T | undefined => {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof HclFault) || source === own) throw fault;
      return undefined;
    }
  };
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
  const find = (...words: readonly string[]): Placed | undefined => read(index.get(words.join("\n")));
  const locals = all.filter(({ stretch }) => stretch.type === "locals");
  const of = (kind: string, what: string) =>
    all.filter(({ stretch: { type, labels } }) => type === kind && labels[0] === what);
  const [identities, providers] = [of("data", "aws_caller_identity"), of("provider", "aws")];
  return {
    sources,
    deployment,
    files,
    resource: (type, name) => find("resource", type, name),
    data: (type, name) => find("data", type, name),
    variable: (name) => find("variable", name),
    variables: all.flatMap(({ stretch: { type, labels } }) => (type === "variable" ? labels : [])),
    local: keptByName((name) => {
      for (const unread of locals) {
        const { source, stretch } = unread;
        if (!source.text.slice(stretch.start, stretch.end).includes(name)) continue;
        const expression = read(unread)?.block.body.attributes.get(name);
        if (expression) return { source, expression };
      }
      return undefined;
    }),
    ownIdentity: (provider) => {
      const fits = (wanted: string | undefined) =>
        identities.find((unread) => providerOf(read(unread)) === wanted)?.stretch.labels[1];
      return fits(provider) ?? fits(undefined);
    },
    isOneAccount: (one, other) =>
      one === other ||
      isOneAccount(
        providers.flatMap((unread) => read(unread) ?? []),
        one,
        other,
      ),
    resources: (fits) =>
      all
        .filter(({ stretch: { type, labels } }) => type === "resource" && fits(labels[0] ?? ""))
        .flatMap((unread) => read(unread) ?? []),
  };
};

/** What was found by a name once, kept: thousands of keys may ask for the same. */
const keptByName = <T>(find: (name: string) => T): ((name: string) => T) => {
  const found = new Map<string, { readonly value: T }>();
  return (name) => {
    const one = found.get(name) ?? { value: find(name) };
    found.set(name, one);
    return one.value;
  };
};

/** The nested blocks of a type. */
export const blocksOf = (body: Body, type: string): readonly Block[] =>
  body.blocks.filter((block) => block.type === type);
