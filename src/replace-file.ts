import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Made by this process or not at all: a link that lies in the way is an error, never followed. Windows knows no O_NOFOLLOW. */
const exclusively = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** What a new file may be to others; the umask takes from it. */
const ordinaryMode = 0o666;

/**
 * Replaces a whole file, or makes it, so that a reader and a crash meet the old content or the new one, never a part, and the
 * new one is on disk when this returns. A symlink at `path` is the user's own way to the file: it stays, and what it
 * leads to is replaced. Mode and owner stay; `mode` is for a file that is new. The file beside it, in which the text is first
 * written, has a name that nobody can guess and must not exist yet (CWE-377, CWE-59). A device or a pipe is written into.
 * Throws the error of the file system, having changed nothing.
 */
export const replaceFile = (path: string, text: string, mode = ordinaryMode): void => {
  const { file, found } = destination(path);
  if (found && !found.isFile()) {
    writeInto(openSync(file, constants.O_WRONLY), text);
    return;
  }
  const temporary = join(dirname(file), unguessable(basename(file)));
  const removed = removedAtExit(temporary);
  try {
    writeBeside(temporary, text, found, mode);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    removed();
  }
  flushFolder(dirname(file));
};

/** File systems take names of 255 bytes. */
const unguessable = (name: string): string =>
  `${Array.from(name).slice(0, 50).join("")}.${randomBytes(12).toString("hex")}.tmp`;

/** The file behind all symlinks; one that leads nowhere is replaced itself. */
const destination = (path: string): { readonly file: string; readonly found: Stats | undefined } => {
  try {
    const file = realpathSync(path);
    return { file, found: statSync(file) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return { file: resolve(path), found: undefined };
    throw error;
  }
};

const writeBeside = (temporary: string, text: string, found: Stats | undefined, mode: number): void => {
  // Nobody else reads it before it is what it replaces.
  const handle = openSync(temporary, exclusively, found ? 0o600 : mode);
  writeInto(handle, text, () => {
    if (found) dress(handle, found);
    fsyncSync(handle);
  });
};

/** Writes all of the text, and closes the file whatever happens. */
const writeInto = (handle: number, text: string, then?: () => void): void => {
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    then?.();
  } finally {
    closeSync(handle);
  }
};

/** The owner first: a change of owner takes special bits of the mode away. */
const dress = (handle: number, { uid, gid, mode }: Stats): void => {
  try {
    fchownSync(handle, uid, gid);
  } catch (error) {
    if (process.getuid?.() === 0) throw error;
  }
  fchmodSync(handle, mode & 0o7777);
};

/** A process that is stopped between two calls leaves no half file behind. */
const removedAtExit = (temporary: string): (() => void) => {
  const remove = () => rmSync(temporary, { force: true });
  process.once("exit", remove);
  return () => void process.off("exit", remove);
};

/** Makes the rename survive a power cut, where the platform lets a folder be opened. */
const flushFolder = (folder: string): void => {
  try {
    const handle = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file itself is there; not every system flushes a folder.
  }
};
