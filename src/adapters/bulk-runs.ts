import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { RefusedError, UsageError } from "../errors.ts";
import type { BulkBegun, BulkEnding, BulkKey, BulkRun, BulkRuns } from "../bulk-run.ts";
import { readOwn, writeDurably } from "./durable-file.ts";
import { errorCode, fileReason } from "./file-reason.ts";
import { ensurePrivate, ensureRoot } from "./private-folder.ts";

/** What the first line of a run's file holds. */
type Start = Pick<BulkRun, "id" | "at" | "keys" | "undoes">;

/**
 * The runs over many keys in the state folder, a file each: its first line says what is to be done, and a line is
 * added before each key is written and as it ends. A line that a killed process left half is passed over.
 */
export const createBulkRuns = (folder: string): BulkRuns => ({
  begin: async ({ at, keys, undoes }) => {
    const id = randomBytes(4).toString("hex");
    await guarded(folder, async () => {
      await ensureRoot(folder);
      await ensurePrivate(join(folder, "runs"));
      await writeDurably(
        pathOf(folder, id),
        `${JSON.stringify({ id, at, ...(undoes !== undefined && { undoes }), keys } satisfies Start)}\n`,
      );
    });
    return id;
  },
  note: (id, line) => guarded(folder, () => appendLine(pathOf(folder, id), JSON.stringify(line))),
  find: async (id) => parseRun(await readRun(folder, id), id),
  list: () => readRuns(folder),
});

const pathOf = (folder: string, id: string): string => join(folder, "runs", `${id}.jsonl`);

/** A line end before it, too: what a killed process left half must not swallow this line. */
const appendLine = async (path: string, line: string): Promise<void> => {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
  try {
    await file.writeFile(`\n${line}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
};

const namesOf = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(join(folder, "runs")).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw unreadable(folder, error);
  });
  return names.filter((name) => name.endsWith(".jsonl"));
};

const readRuns: (folder: string) => ReturnType<BulkRuns["list"]> = async (folder) => {
  const [runs, damaged]: [BulkRun[], string[]] = [[], []];
  for (const name of await namesOf(folder)) {
    const path = join(folder, "runs", name);
    try {
      runs.push(parseRun(await readOwn(path), name.replace(".jsonl", "")));
    } catch {
      damaged.push(path);
    }
  }
  return { runs: runs.sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id)), damaged };
};

const readRun = async (folder: string, id: string): Promise<string> => {
  const found = (await namesOf(folder)).filter((name) => name.startsWith(id.toLowerCase()));
  if (found.length === 1 && found[0] !== undefined && id !== "") {
    return readOwn(join(folder, "runs", found[0])).catch((error: unknown) => {
      throw unreadable(folder, error);
    });
  }
  const what = found.length === 0 ? `there is no run ${id}` : `${found.length} runs begin with ${id}`;
  throw new UsageError("no-such-run", what, {
    hint: "kmspol each --runs lists the runs of this machine",
  });
};

const parseRun = (text: string, id: string): BulkRun => {
  const [first, ...rest] = text.split("\n").map(parsed);
  if (!isStart(first)) {
    throw new UsageError("history-unreadable", `the record of run ${id} is damaged`, {
      hint: "kmspol history shows what was changed, one key at a time",
    });
  }
  return { ...first, begun: rest.filter(isBegun), endings: rest.filter(isEnding) };
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isStart = (value: unknown): value is Start => {
  const { id, at, keys, undoes } = members(value);
  const texts = [id, at, undoes ?? ""].every((text) => typeof text === "string");
  return texts && Array.isArray(keys) && keys.every(isKey);
};

const isKey = (value: unknown): value is BulkKey => {
  const { label, flags, line, arn } = members(value);
  return (
    typeof label === "string" &&
    isTexts(flags) &&
    isTexts(line) &&
    ["string", "undefined"].includes(typeof arn)
  );
};

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const isBegun = (value: unknown): value is BulkBegun => {
  const { index, begun, arn } = members(value);
  return typeof index === "number" && typeof begun === "string" && typeof arn === "string";
};

const isEnding = (value: unknown): value is BulkEnding => {
  const { index, outcome, exit } = members(value);
  return typeof index === "number" && typeof outcome === "string" && typeof exit === "number";
};

const guarded = async (folder: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    throw new RefusedError(
      "history-unwritable",
      `the runs in ${folder} cannot be written: ${fileReason(error)}`,
      {
        hint: "make room or set KMSPOL_STATE_DIR to a folder you may write; no run is begun without a record of it",
        cause: error,
      },
    );
  }
};

const unreadable = (folder: string, cause: unknown): UsageError =>
  new UsageError("history-unreadable", `the runs in ${folder} cannot be read: ${fileReason(cause)}`, {
    hint: "make that folder readable; of another one, KMSPOL_STATE_DIR tells",
    cause,
  });
