import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { errorCode, fileReason } from "./file-reason.ts";

/**
 * The path of what has that name in the folder of `path` or in the nearest one above it, up to the repository's root (the
 * folder with `.git`) or the user's home; where the file lies in neither, only beside it. What lies further above, as in
 * /tmp, may be anybody's.
 */
export const findUpwards = (path: string, name: string): string | undefined =>
  foldersToSearch(dirname(resolve(path)))
    .map((folder) => join(folder, name))
    .find(isThere);

const foldersToSearch = (start: string): readonly string[] => {
  const home = realPath(homedir());
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    const above = dirname(folder);
    folders.push(folder);
    if (isThere(join(folder, ".git"))) return folders;
    // A home of "/", as containers have, is nobody's.
    if (above === folder) return [start];
    if (realPath(folder) === home) return folders;
  }
};

const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** What cannot be looked at is there too, unless it cannot be. */
const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return errorCode(error) !== "ENOTDIR";
  }
};

/**
 * Why nobody should go by this file; undefined where one may: it, and the link that leads to it, belong to the user or to
 * root, and not everybody may write it. Where the system knows no owners (Windows), only what it is counts.
 */
export const whyUnused = (path: string): string | undefined => {
  try {
    const [link, file] = [lstatSync(path), statSync(path)];
    if (!file.isFile()) return "it is no file";
    return isOurs(link) && isOurs(file) ? everybodyWrites(file) : "it belongs to another user";
  } catch (error) {
    return errorCode(error) === "ENOENT" ? "it is a link that leads nowhere" : fileReason(error);
  }
};

const isOurs = ({ uid }: Stats): boolean => {
  const user = process.getuid?.();
  return user === undefined || uid === user || uid === 0;
};

const everybodyWrites = ({ mode }: Stats): string | undefined =>
  process.getuid !== undefined && (mode & 0o002) !== 0 ? "everybody may write it" : undefined;
