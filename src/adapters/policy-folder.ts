import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Folders that hold other people's files. */
const skipped = new Set(["node_modules", ".git"]);

/**
 * The files below a folder whose names end as policies do (JSON, JSONC, YAML), sorted; undefined where the path is no folder. Symlinks
 * are not followed, so that a circle has an end.
 */
export const policiesBelow = async (path: string): Promise<readonly string[] | undefined> => {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? below(path) : undefined;
};

const below = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(
    sorted.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : below(path);
      return entry.isFile() && isPolicyName(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
};

const isPolicyName = (name: string): boolean => /\.(?:jsonc?|ya?ml)$/i.test(name) && !name.startsWith(".");

/** The path of the file `name` in the folder of `path` or in the nearest one above it. */
export const findUpwards = async (path: string, name: string): Promise<string | undefined> => {
  let folder = dirname(resolve(path));
  for (;;) {
    const candidate = join(folder, name);
    const isFile = await stat(candidate).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return candidate;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
};
