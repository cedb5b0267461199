import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import type { DataFile, DataFiles } from "../ports.ts";
import { decodeUtf8 } from "./utf8.ts";

/** The whole IAM data of a large account has some 20 MB; more than this was made to fill the memory. */
const largest = 256 * 1024 * 1024;

/** IAM data on disk. */
export const dataFiles: DataFiles = {
  read: async (path) => {
    const names = await filesAt(path);
    return Promise.all(names.map(readOne));
  },
};

const filesAt = async (path: string): Promise<readonly string[]> => {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith(".json") && !name.startsWith("."));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
};

const readOne = async (path: string): Promise<DataFile> => {
  const { mtime, size } = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (size > largest) throw new UsageError("input-too-large", `${path} is larger than 256 MiB`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  return { name: path, value: parsed(decodeUtf8(bytes, path), path), at: mtime.toISOString() };
};

// What JSON.parse says quotes the text, and the text may be secret.
const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("bad-iam-data", `${path} is no JSON`, {
      hint: "write it with: aws iam get-account-authorization-details --output json > iam.json",
    });
  }
};

const unreadable = (path: string, cause: unknown): UsageError =>
  new UsageError("file-unreadable", `the IAM data ${path} cannot be read`, { hint: "check the path", cause });
