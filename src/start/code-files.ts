import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { join } from "node:path";

const belongsToUs = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid();

/** Windows has no such modes, and homes are private. */
const onlyWeWrite = (status: Stats): boolean =>
  belongsToUs(status) && (process.getuid === undefined || (status.mode & 0o022) === 0);

/** Whether this is a folder of the user who runs us. Under sudo, HOME may be somebody else's: what we made there would be in the way. */
export const isOurHome = (folder: string): boolean => {
  try {
    return belongsToUs(statSync(folder));
  } catch {
    return false;
  }
};

/** Whether this is a folder that nobody but the user who runs us can write in. A link is none: it may lead to what holds other things. */
export const isOurs = (folder: string): boolean => {
  try {
    const status = lstatSync(folder);
    return status.isDirectory() && onlyWeWrite(status);
  } catch {
    return false;
  }
};

/** Far more than twice the code of the largest pack. */
const largest = 2 ** 24;

/** Opens neither what a link leads to nor a pipe that waits for a writer. Windows knows neither flag: undefined is 0 here. */
const asItIs = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** So much memory is touched once and used again: to touch new memory costs as much as to read. */
const pieceLength = 2 ** 16;

/** The first half of a file of `size` bytes, where the second half is the same. */
const codeIn = (handle: number, size: number): Buffer | undefined => {
  const code = Buffer.allocUnsafe(Math.floor(size / 2));
  if (code.length === 0 || code.length * 2 !== size || readSync(handle, code) !== code.length)
    return undefined;
  const piece = Buffer.allocUnsafe(pieceLength);
  for (let start = 0; start < code.length; start += pieceLength) {
    const first = code.subarray(start, start + pieceLength);
    const second = piece.subarray(0, first.length);
    if (readSync(handle, second) !== first.length || !second.equals(first)) return undefined;
  }
  return code;
};

/**
 * Compiled code and how far it is from now in milliseconds: a clock may have been wrong. V8 runs damaged code until it crashes or hangs,
 * and does not look. So a file holds the code twice, and where these differ it counts as absent; to compare them is faster than to
 * load a module for checksums.
 */
export const readCode = (file: string): { readonly code: Buffer; readonly age: number } | undefined => {
  try {
    const handle = openSync(file, asItIs);
    try {
      const status = fstatSync(handle);
      if (!status.isFile() || status.size > largest || !onlyWeWrite(status)) return undefined;
      const code = codeIn(handle, status.size);
      return code && { code, age: Math.abs(Date.now() - status.mtimeMs) };
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
};

/** Writes compiled code by file. On a read-only or full disk it is left out: the next run compiles again. */
export const writeCode = (
  folder: string,
  codes: readonly (readonly [file: string, code: Buffer])[],
): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(folder)) return;
    for (const [file, code] of codes) {
      // A new file: what lies there may be a link, or be read just now.
      rmSync(file, { force: true });
      writeFileSync(file, Buffer.concat([code, code]), { mode: 0o600, flag: "wx" });
    }
  } catch {
    // Nothing was asked for but speed.
  }
};

/** Removes the files, of those whose name is as `named` says, that were written longer ago than `after` (milliseconds). */
export const removeUnused = (folder: string, named: RegExp, after: number): void => {
  try {
    if (!isOurs(folder)) return;
    for (const name of readdirSync(folder).filter((each) => named.test(each))) {
      const file = join(folder, name);
      if (Date.now() - lstatSync(file).mtimeMs > after) unlinkSync(file);
    }
  } catch {
    // Another run has removed it.
  }
};
