import { mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whether this is a folder that nobody but the user who runs us can write in. Windows has no such modes, and homes are private. */
export const isOurs = (folder: string): boolean => {
  try {
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
};

/**
 * Compiled code and its age in milliseconds. V8 runs damaged code until it crashes or hangs, and does not look. So a file holds the
 * code twice, and where these differ it counts as absent; to compare them is faster than to load a module for checksums.
 */
export const readCode = (file: string): { readonly code: Buffer; readonly age: number } | undefined => {
  try {
    const both = readFileSync(file);
    const code = both.subarray(0, both.length / 2);
    if (code.length === 0 || !code.equals(both.subarray(code.length))) return undefined;
    return { code, age: Date.now() - statSync(file).mtimeMs };
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
    for (const [file, code] of codes) writeFileSync(file, Buffer.concat([code, code]), { mode: 0o600 });
  } catch {
    // Nothing was asked for but speed.
  }
};

/** Removes the files that were written longer ago than `after` (milliseconds): of versions that are no more. */
export const removeUnused = (folder: string, after: number): void => {
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (Date.now() - statSync(file).mtimeMs > after) unlinkSync(file);
    }
  } catch {
    // Another run has removed it.
  }
};
