import { type Dirent, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

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
 * Where the file lies that a document names, in the document's folder or below; undefined where there is no such file, and where the
 * name or a symlink leads out of that folder.
 */
export const placeBeside = (path: string, name: string): string | undefined => {
  try {
    const folder = realpathSync(dirname(path));
    const found = realpathSync(join(folder, name));
    const isInside = found.startsWith(folder.endsWith(sep) ? folder : folder + sep);
    return isInside && statSync(found).isFile() ? found : undefined;
  } catch {
    return undefined;
  }
};

/** The Terraform and OpenTofu files beside one, sorted; nothing where the folder cannot be read. */
export const sourcesBeside = (path: string): readonly string[] => {
  const folder = dirname(path);
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tf|tofu)$/i.test(entry.name))
      .map((entry) => join(folder, entry.name))
      .filter((other) => resolve(other) !== resolve(path))
      .sort();
  } catch {
    return [];
  }
};
