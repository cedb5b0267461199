import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { UnfinishedEdit } from "../editor-port.ts";
import type { KeptOf, KeptText } from "../kept-port.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

/** What is noted of an edit while it is under way. */
interface Noted {
  /** The private file that the editor has open. */
  readonly path: string;
  readonly process: number;
  readonly at: string;
  /** Hash of the file as it was made, where it holds nothing of the user's yet. */
  readonly untouched?: string;
  readonly key?: string;
  readonly label?: string;
  readonly command?: string;
  readonly base?: string;
}

/** The edits under way, in the state folder: what a killed run or a closed terminal leaves is found again. */
export interface OpenEdits {
  /** Notes an edit; returns what takes the note away. A note that cannot be made is left out. */
  note(of: KeptOf, path: string, text: string, untouched: boolean): Promise<() => Promise<void>>;
  /** Edits of `key` whose process is gone and whose file holds what the user wrote, newest first. */
  unfinished(key: string): Promise<readonly UnfinishedEdit[]>;
  /** Those of every key. */
  all(): Promise<readonly KeptText[]>;
}

const hashOf = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** The edits that are open on this machine, noted below the state folder, so that one whose process ended is found again. */
export const openEdits = (state: string, now: () => Date): OpenEdits => {
  const folderOf = (key: string) => join(state, "edits", hashOf(key).slice(0, 32));
  return {
    note: async ({ key, label, resume, base }, path, text, untouched) => {
      const note = join(folderOf(key), `${randomBytes(6).toString("hex")}.json`);
      const noted: Noted = {
        ...{ path, process: process.pid, at: now().toISOString() },
        ...(untouched && { untouched: hashOf(text) }),
        ...{ key, label, command: resume(path) },
        ...(base !== undefined && { base }),
      };
      try {
        await ensureRoot(state);
        await ensurePrivate(join(state, "edits"));
        await ensurePrivate(folderOf(key));
        await writeDurably(note, `${JSON.stringify(noted)}\n`);
      } catch {
        // The text is in its file all the same, and is named where the program ends by itself.
      }
      return () => rm(note, { force: true }).catch(() => undefined);
    },
    unfinished: async (key) => (await readNotes(folderOf(key))).sort((a, b) => b.at.localeCompare(a.at)),
    all: async () => {
      const folders = await readdir(join(state, "edits")).catch(() => []);
      const notes = await Promise.all(folders.map((name) => readNotes(join(state, "edits", name))));
      return notes.flat();
    },
  };
};

/** An unfinished edit with what is noted of it. */
type FoundEdit = UnfinishedEdit & KeptText;

const readNotes = async (folder: string): Promise<FoundEdit[]> => {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map((name) => readNote(join(folder, name))));
  return found.flatMap((edit) => edit ?? []);
};

/** A note whose file is gone is taken away; one of a process that runs is somebody's edit of this moment. */
const readNote = async (note: string): Promise<FoundEdit | undefined> => {
  const noted = parsed(await readOwn(note).catch(() => ""));
  if (!noted || isRunning(noted.process)) return undefined;
  const forgetNote = () => rm(note, { force: true }).catch(() => undefined);
  const bytes = await readFile(noted.path).catch(() => undefined);
  if (!bytes) {
    await forgetNote();
    return undefined;
  }
  if (hashOf(bytes) === noted.untouched) return undefined;
  const forget = async () => {
    await forgetNote();
    await rm(join(noted.path, ".."), { recursive: true, force: true }).catch(() => undefined);
  };
  const { path, at, key, label, command, base } = noted;
  const id = basename(note).slice(0, 8);
  return { id, what: "edit", path, at, key, label, command, base, text: bytes.toString("utf8"), forget };
};

const parsed = (text: string): Noted | undefined => {
  try {
    const value = JSON.parse(text) as Partial<Noted>;
    const { path, process: id, at, key, label, command, base } = value;
    // The folder is removed with the file: it must be one that the editor's file was made in.
    const isOurs = typeof path === "string" && /[\\/]kmspol-[\w-]{6}[\\/]key-policy\.\w+$/.test(path);
    const isWhole = typeof id === "number" && typeof at === "string";
    const words = [key, label, command, base].filter((word) => word !== undefined);
    return isOurs && isWhole && words.every((word) => typeof word === "string")
      ? (value as Noted)
      : undefined;
  } catch {
    return undefined;
  }
};

const isRunning = (id: number): boolean => {
  if (id === process.pid) return true;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
