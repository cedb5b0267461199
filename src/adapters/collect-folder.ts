import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { OpenCollectFolder } from "../account-data-port.ts";
import { UsageError } from "../errors.ts";
import { writeDurably } from "./durable-file.ts";
import { errorCode, fileReason } from "./file-reason.ts";
import { makeFolders } from "./make-folders.ts";

/** A folder on disk for what AWS said. One that is there keeps its mode: the user chose it. */
export const openCollectFolder: OpenCollectFolder = async (given) => {
  const path = resolve(given);
  const found = await makeFolders(path)
    .then(() => stat(path))
    .catch((error: unknown) => {
      throw unusable(path, fileReason(error), error);
    });
  return {
    path,
    isOpenToOthers: process.getuid !== undefined && (found.mode & 0o077) !== 0,
    read: (name) => readMembers(join(path, name)),
    write: async (name, value) => {
      try {
        await writeDurably(join(path, name), `${JSON.stringify(value, undefined, 1)}\n`);
      } catch (error) {
        throw unusable(join(path, name), fileReason(error), error);
      }
    },
  };
};

const readMembers = async (file: string) => {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : "foreign";
  } catch (error) {
    return errorCode(error) === "ENOENT" ? undefined : "foreign";
  }
};

const unusable = (path: string, because: string, cause?: unknown): UsageError =>
  new UsageError("file-unwritable", `${path} cannot be written: ${because}`, {
    hint: "name a folder that you may write",
    cause,
  });
