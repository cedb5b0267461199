import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Windows knows neither this flag nor opening a folder; both are then left out. */
const noFollow = constants.O_NOFOLLOW;

/**
 * Writes a whole private file (0600) so that after a crash the path holds the old content or the new one, never a
 * part, and that it is on disk when this returns. A symlink planted at `path` is replaced, not followed; the
 * libraries for atomic files follow it, and do not flush the folder.
 */
export const writeDurably = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeNew(temporary, text);
    await rename(temporary, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** Creates a private file (0600) that must not exist yet, and flushes it to disk. */
export const writeNew = async (path: string, text: string): Promise<void> => {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Reads a file of ours; a symlink in its place is an error (`ELOOP`). */
export const readOwn = async (path: string): Promise<string> => {
  const file = await open(path, constants.O_RDONLY | noFollow);
  try {
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
};

/** Makes a rename in the folder survive a power cut, where the platform lets a folder be opened. */
const flushFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, constants.O_RDONLY);
    await handle.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle?.close();
  }
};

const isUnsupported = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"].includes(String(error.code));
