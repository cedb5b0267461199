import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { RefusedError } from "../errors.ts";
import type { ChangeRecord, History } from "../ports.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import {
  newestFirst,
  parseStored,
  settled,
  type StoredChange,
  storedText,
  toRecord,
} from "./history-record.ts";
import { keepText } from "./keep-text.ts";
import { withLock } from "./key-lock.ts";
import { errorCode, fileReason } from "./file-reason.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

export interface HistorySettings {
  /** The state folder; created where something is first written. */
  readonly folder: string;
  /** Told which damaged file is left out. */
  readonly note: (text: string) => void;
}

/**
 * The history in the state folder: a folder a key (named by a hash of it), a file a change. Files are written whole
 * and never shared, so processes running side by side do not disturb each other.
 */
export const createHistory = (settings: HistorySettings): History => ({
  changes: async (key) => (await readAll(settings, key)).map(toRecord),
  damaged: (key) => damagedSince(settings, key),
  record: (key, change) => record(settings, key, change),
  settle: async (key, id, outcome, answered) => {
    const change = (await readAll(settings, key)).find((stored) => stored.id === id);
    if (!change) throw unwritable(settings.folder, `change ${id} is not there any more`);
    await guarded(settings.folder, () =>
      writeDurably(changePath(settings, change), storedText(settled(change, outcome, answered))),
    );
  },
  keep: (text, name, of) => keepText(settings.folder, text, name, of),
  exclusively: async (key, work) => {
    const ready = await ensureKeyFolder(settings, key).then(
      () => true,
      () => false,
    );
    return ready ? withLock(join(keyFolder(settings, key), "lock"), work) : work();
  },
});

const record = async (
  settings: HistorySettings,
  key: string,
  change: Omit<ChangeRecord, "id">,
): Promise<ChangeRecord> => {
  const earlier = await readAll(settings, key);
  const number = (earlier[0]?.number ?? 0) + 1;
  const stored = { id: freshId(earlier), ...change, key, number };
  await guarded(settings.folder, async () => {
    await ensureKeyFolder(settings, key);
    await writeDurably(changePath(settings, stored), storedText(stored));
  });
  return toRecord(stored);
};

const ensureKeyFolder = async (settings: HistorySettings, key: string): Promise<void> => {
  await ensureRoot(settings.folder);
  await ensurePrivate(join(settings.folder, "history"));
  await ensurePrivate(keyFolder(settings, key));
};

/** Every readable change of the key, newest first. A missing folder is an empty history. */
const readAll = async (settings: HistorySettings, key: string): Promise<readonly StoredChange[]> => {
  const folder = keyFolder(settings, key);
  const names = await readdir(folder).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return [];
    throw new RefusedError(
      "history-unreadable",
      `the history in ${folder} cannot be read: ${fileReason(error)}`,
      {
        hint: "make that folder readable, or set KMSPOL_STATE_DIR to another one, which begins a new history",
        cause: error,
      },
    );
  });
  const stored: StoredChange[] = [];
  // One after the other: a process may have few files left to open, and a history is small.
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const change = await readOne(settings, join(folder, name));
    if (change?.key === key) stored.push(change);
  }
  return stored.sort(newestFirst);
};

/**
 * Only a record that was read and is none is damaged: then it is named and left where it is. One that cannot be read
 * now may be whole, and what is missing might be the very change that is asked for.
 */
const readOne = async ({ note }: HistorySettings, path: string): Promise<StoredChange | undefined> => {
  const text = await readOwn(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return "gone";
    if (errorCode(error) === "ELOOP" || errorCode(error) === "EISDIR") return undefined;
    throw new RefusedError("history-unreadable", `${path} cannot be read: ${fileReason(error)}`, {
      hint: "nothing was changed; mend that, and run the command again",
      cause: error,
    });
  });
  if (text === "gone") return undefined;
  const change = text === undefined ? undefined : parseStored(text);
  if (!change) note(`a damaged file of the history is left out: ${path}`);
  return change;
};

/** The files newer than every readable change of the key that hold none, those that an earlier kmspol set aside among them. */
const damagedSince = async (settings: HistorySettings, key: string): Promise<readonly string[]> => {
  const folder = keyFolder(settings, key);
  const newest = (await readAll({ ...settings, note: () => undefined }, key))[0]?.number ?? 0;
  const names = await readdir(folder).catch((): readonly string[] => []);
  const later = names.filter(
    (name) => /^\d+-[0-9a-f]+\.json(\.damaged)?$/.test(name) && numberOf(name) > newest,
  );
  return later.map((name) => join(folder, name)).sort();
};

const numberOf = (name: string): number => Number.parseInt(name, 10);

const keyFolder = ({ folder }: HistorySettings, key: string): string =>
  join(folder, "history", createHash("sha256").update(key).digest("hex").slice(0, 32));

const changePath = (settings: HistorySettings, { key, number, id }: StoredChange): string =>
  join(keyFolder(settings, key), `${String(number).padStart(6, "0")}-${id}.json`);

const freshId = (earlier: readonly StoredChange[]): string => {
  const id = randomBytes(4).toString("hex");
  return earlier.some((change) => change.id === id) ? freshId(earlier) : id;
};

const guarded = async (folder: string, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    throw unwritable(folder, fileReason(error), error);
  }
};

const unwritable = (folder: string, because: string, cause?: unknown): RefusedError =>
  new RefusedError("history-unwritable", `the history in ${folder} cannot be written: ${because}`, {
    hint: "make room or set KMSPOL_STATE_DIR to a folder you may write; no change is sent without a record of it",
    cause,
  });
