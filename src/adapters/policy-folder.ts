import { type Dirent, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { SourcesBeside } from "../container/marks.ts";

/** Folders that hold other people's files. */
const skipped = new Set(["node_modules", ".git", ".terraform", ".terragrunt-cache"]);

/**
 * The files below a folder whose names end as policies do, and as the documents that hold them, sorted; undefined where the path is no
 * folder. Symlinks are not followed, so that a circle has an end.
 */
export const policiesBelow = (path: string): readonly string[] | undefined =>
  statOf(path)?.isDirectory() ? below(path) : undefined;

/** What lies at a path; undefined where nothing does that we may look at. */
const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const below = (folder: string): readonly string[] => {
  const entries = entriesOf(folder);
  // Whoever reads it tells why that cannot be done.
  if (!entries) return [folder];
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(path);
    return entry.isFile() && isPolicyName(entry.name) ? [path] : [];
  });
};

const entriesOf = (folder: string): Dirent[] | undefined => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
};

const isPolicyName = (name: string): boolean =>
  /\.(?:jsonc?|ya?ml|template|tf|tofu|tfstate|tfplan)$/i.test(name) && !name.startsWith(".");

/**
 * Where the file lies that a document names, in the document's folder or below; `unread` where there is no such file, and where the
 * name or a symlink leads out of that folder.
 */
export const placeBeside = (
  path: string,
  name: string,
): { readonly path: string } | { readonly unread: string } => {
  const named = join(dirname(path), name);
  const found = realOf(named);
  if (!isWithin(resolve(named), resolve(dirname(path)))) return { unread: leadsOut };
  if (found === undefined) return { unread: "is not there" };
  const folder = realOf(dirname(path));
  if (folder === undefined || !isWithin(found, folder)) return { unread: leadsOut };
  return statOf(found)?.isFile() ? { path: found } : { unread: "is no file" };
};

const leadsOut = "lies outside of this folder, and is not read";

/** The path behind every symlink; undefined where it leads nowhere. */
const realOf = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

const isWithin = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * The Terraform and OpenTofu files beside one, sorted, and those whose values they take by themselves (Terraform, "Variable definition
 * precedence"); nothing where the folder cannot be read. A link is followed within the folder, and told apart where it leads out of it
 * or nowhere.
 */
export const sourcesBeside = (path: string): SourcesBeside => {
  const folder = dirname(path);
  const all = (entriesOf(folder) ?? [])
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const others = all.filter(
    ({ name }) => /\.(?:tf|tofu)$/i.test(name) && resolve(folder, name) !== resolve(path),
  );
  const values = valueFileNames.flatMap((fits) => all.filter(({ name }) => fits.test(name)));
  const isRead = (entry: Dirent): boolean => entry.isFile() || "path" in placeBeside(path, entry.name);
  const pathOf = ({ name }: Dirent): string => join(folder, name);
  return {
    paths: others.filter(isRead).map(pathOf),
    links: [...others, ...values].filter((entry) => !isRead(entry)).map(pathOf),
    values: values.filter(isRead).map(pathOf),
  };
};

/** In the order in which Terraform reads them: what a later one says counts. */
const valueFileNames = [/^terraform\.tfvars$/, /^terraform\.tfvars\.json$/, /\.auto\.tfvars(?:\.json)?$/];
