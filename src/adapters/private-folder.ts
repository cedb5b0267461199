import { chmod, lstat, mkdir, stat } from "node:fs/promises";
import { errorCode } from "./file-reason.ts";
import { makeFolders } from "./make-folders.ts";

/**
 * Makes sure that `root` is a folder. A new one is private (0700). One that is there may be a symlink and keeps its
 * mode: the user chose it (it might be a home), and what we put into it is private by itself.
 */
export const ensureRoot = async (root: string): Promise<void> => {
  await makeFolders(root);
  const found = await stat(root);
  if (!found.isDirectory()) throw notOurs(root, "it is no folder");
};

/** Makes sure that a folder of ours exists: a real one (no symlink), owned by this user, mode 0700. */
export const ensurePrivate = async (folder: string): Promise<void> => {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== "EEXIST") throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory()) throw notOurs(folder, "something else than a folder is in its place");
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) throw notOurs(folder, "it belongs to another user");
  if (user !== undefined && (found.mode & 0o077) !== 0) await chmod(folder, 0o700);
};

const notOurs = (folder: string, because: string): Error => new Error(`${folder} cannot be used: ${because}`);
