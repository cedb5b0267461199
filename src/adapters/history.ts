import { createHash, randomBytes } from "node:crypto";
import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { RefusedError, UsageError } from "../errors.ts";
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
  /** Told which damaged file was set aside. */
  readonly note: (text: string) => void;
}

/**
 * The history in the state folder: a folder a key (named by a hash of it), a file a change. Files are written whole
 * and never shared, so processes running side by side do not disturb each other.
 */
export const createHistory = (settings: HistorySettings): History => ({
  changes: async (key) => (await readAll(settings, key)).map(toRecord),
  record: (key, change) => record(settings, key, change),
  settle: async (key, id, outcome) => {
    const change = (await readAll(settings, key)).find((stored) => stored.id === id);
    if (!change) throw unwritable(settings.folder, `change ${id} is not there any more`);
    await guarded(settings.folder, () =>
      writeDurably(changePath(settings, change), storedText(settled(change, outcome))),
    );
  },
  keep: (text, name) => keepText(settings.folder, text, name),
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
    throw new UsageError(
      "history-unreadable",
      `the history in ${folder} cannot be read: ${fileReason(error)}`,
      {
        cause: error,
      },
    );
  });
  const files = names.filter((name) => name.endsWith(".json"));
  const stored = await Promise.all(files.map((name) => readOne(settings, join(folder, name))));
  return stored
    .filter((change) => change?.key === key)
    .flatMap((change) => change ?? [])
    .sort(newestFirst);
};

const readOne = async (settings: HistorySettings, path: string): Promise<StoredChange | undefined> => {
  const text = await readOwn(path).catch((error: unknown) =>
    errorCode(error) === "ENOENT" ? "gone" : undefined,
  );
  if (text === "gone") return undefined;
  const change = text === undefined ? undefined : parseStored(text);
  if (!change) await setAside(settings, path);
  return change;
};

const setAside = async ({ note }: HistorySettings, path: string): Promise<void> => {
  const aside = `${path}.damaged`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  note(`a damaged file of the history was ${moved ? `set aside as ${aside}` : `left out: ${path}`}`);
};

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
