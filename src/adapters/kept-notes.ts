import { readdir, rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { KeptOf, KeptText, KeptTexts } from "../kept-port.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import type { OpenEdits } from "./open-edits.ts";
import { ensurePrivate } from "./private-folder.ts";

/** What is noted of a kept text, in a file of its own: the folder of the texts holds texts alone. */
interface Note {
  readonly key: string;
  readonly label: string;
  readonly command: string;
}

const notesFolder = (state: string): string => join(state, "kept-notes");

const noteOf = (state: string, path: string): string => join(notesFolder(state), `${basename(path)}.json`);

/** Notes whose text a file below `state`/kept holds. A note that cannot be made is left out: the text is there all the same. */
export const noteKept = async (
  state: string,
  path: string,
  { key, label, resume }: KeptOf,
): Promise<void> => {
  try {
    await ensurePrivate(notesFolder(state));
    const note: Note = { key, label, command: resume(path) };
    await writeDurably(noteOf(state, path), `${JSON.stringify(note)}\n`);
  } catch {
    // It is listed without the name of its key.
  }
};

/** The texts in the state folder that were kept, and the edits that nobody ended. */
export const keptTexts = (state: string, edits: OpenEdits): KeptTexts => ({
  list: async () => {
    const names = await readdir(join(state, "kept")).catch(() => []);
    const texts = await Promise.all(names.map((name) => keptText(state, resolve(state, "kept", name))));
    const all = [...texts.flatMap((text) => text ?? []), ...(await edits.all())];
    return all.sort((a, b) => b.at.localeCompare(a.at));
  },
});

const keptText = async (state: string, path: string): Promise<KeptText | undefined> => {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const note = parsed(await readOwn(noteOf(state, path)).catch(() => ""));
  const forget = async () => {
    await rm(path, { force: true });
    await rm(noteOf(state, path), { force: true });
  };
  return {
    id: basename(path).slice(0, 8),
    what: "text",
    at: found.mtime.toISOString(),
    path,
    ...note,
    forget,
  };
};

const parsed = (text: string): Note | undefined => {
  try {
    const note = JSON.parse(text) as Partial<Note>;
    const isWhole = [note.key, note.label, note.command].every((word) => typeof word === "string");
    return isWhole ? (note as Note) : undefined;
  } catch {
    return undefined;
  }
};
