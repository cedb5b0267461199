import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RefusedError } from "../errors.ts";
import { writeNew } from "./durable-file.ts";
import type { KeptOf } from "../kept-port.ts";
import { fileReason } from "./file-reason.ts";
import { noteKept } from "./kept-notes.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

/**
 * Keeps a text that must not be lost in a private file (0600) and returns its absolute path: in the state folder, or
 * where that cannot be written in a fresh folder for temporary files. `name` ends with the suffix of the format; `of` is
 * noted, so that `kmspol kept` lists it.
 * Throws RefusedError (`text-not-kept`) where neither can be written.
 */
export const keepText = async (
  stateFolder: string,
  text: string,
  name: string,
  of: KeptOf,
): Promise<string> => {
  try {
    await ensureRoot(stateFolder);
    const folder = join(stateFolder, "kept");
    await ensurePrivate(folder);
    const path = await writeInto(folder, text, name);
    await noteKept(stateFolder, path, of);
    return path;
  } catch (stateError) {
    return keepInTemporary(text, name, stateError);
  }
};

const keepInTemporary = async (text: string, name: string, stateError: unknown): Promise<string> => {
  try {
    return await writeInto(await mkdtemp(join(tmpdir(), "kmspol-kept-")), text, name);
  } catch (error) {
    const because = `${fileReason(stateError)}; ${fileReason(error)}`;
    throw new RefusedError("text-not-kept", `the new text could not be kept in a file: ${because}`, {
      hint: "make room, or set KMSPOL_STATE_DIR to a folder you may write; nothing was written",
      cause: error,
    });
  }
};

const writeInto = async (folder: string, text: string, name: string): Promise<string> => {
  const path = resolve(folder, `${randomBytes(4).toString("hex")}-${safeName(name)}`);
  await writeNew(path, text);
  return path;
};

/** A file name out of any text: what could leave the folder or confuse a shell becomes a dash. */
const safeName = (name: string): string =>
  name
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(-80);
