import type { Deployment, NamedFile } from "../marks.ts";
import { blocksOfFolder, type FolderBlocks } from "./folder-blocks.ts";
import type { Placed, Source, Written } from "./placed.ts";
import { isOneAccount, providerOf } from "./providers.ts";

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

/**
 * Reads the files of a folder: the outline of each, and of the blocks those that are asked for. What is at fault in another file is as
 * if it were not there; a fault of the first one is thrown as HclFault.
 */
export const folderOf = (
  sources: readonly Source[],
  deployment: Deployment,
  files: ReadonlyMap<string, NamedFile> = new Map(),
): Folder => {
  const { all, read, find } = blocksOfFolder(sources);
  return {
    ...{ sources, deployment, files },
    resource: (type, name) => read(find("resource", type, name)),
    data: (type, name) => read(find("data", type, name)),
    variable: (name) => read(find("variable", name)),
    variables: all.flatMap(({ stretch: { type, labels } }) => (type === "variable" ? labels : [])),
    local: keptByName(localIn({ all, read })),
    ...accountsIn({ all, read }),
    resources: (fits) =>
      all
        .filter(({ stretch: { type, labels } }) => type === "resource" && fits(labels[0] ?? ""))
        .flatMap((unread) => read(unread) ?? []),
  };
};

type Blocks = Pick<FolderBlocks, "all" | "read">;

/** Finds a local value; only blocks with its name in their text are read. */
const localIn = ({ all, read }: Blocks): Folder["local"] => {
  const locals = all.filter(({ stretch }) => stretch.type === "locals");
  return (name) => {
    for (const unread of locals) {
      const { source, stretch } = unread;
      if (!source.text.slice(stretch.start, stretch.end).includes(name)) continue;
      const expression = read(unread)?.block.body.attributes.get(name);
      if (expression) return { source, expression };
    }
    return undefined;
  };
};

/** What the folder tells of the accounts of its providers. */
const accountsIn = ({ all, read }: Blocks): Pick<Folder, "ownIdentity" | "isOneAccount"> => {
  const of = (kind: string, what: string) =>
    all.filter(({ stretch: { type, labels } }) => type === kind && labels[0] === what);
  const [identities, providers] = [of("data", "aws_caller_identity"), of("provider", "aws")];
  const identityOf = (wanted: string | undefined) =>
    identities.find((unread) => providerOf(read(unread)) === wanted)?.stretch.labels[1];
  return {
    ownIdentity: (provider) => identityOf(provider) ?? identityOf(undefined),
    isOneAccount: (one, other) =>
      one === other ||
      isOneAccount(
        providers.flatMap((unread) => read(unread) ?? []),
        one,
        other,
      ),
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
