import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileWord } from "../shell/shell-word.ts";
import { UsageError } from "../errors.ts";
import type { DataFile, DataFiles } from "../ports.ts";
import { hasMemberTwice } from "../world/member-twice.ts";
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
  if (size > largest)
    throw new UsageError("input-too-large", `${path} is larger than 256 MiB`, {
      hint: "give the data of one account a file",
    });
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  requirePlain(bytes, path);
  return { name: path, value: parsed(decodeUtf8(bytes, path), path), at: mtime.toISOString() };
};

const requirePlain = (bytes: Uint8Array, path: string): void => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return;
  throw new UsageError("bad-iam-data", `${path} is compressed (gzip)`, {
    hint: `unpack it: gunzip -c ${fileWord(path)} > iam.json`,
  });
};

// What JSON.parse says quotes the text, and the text may be secret.
const parsed = (text: string, path: string): unknown => {
  // Windows PowerShell writes a byte order mark in front of what it redirects.
  const json = text.replace(/^\uFEFF/, "");
  try {
    const value: unknown = JSON.parse(json);
    requireOnce(json, value, path);
    return value;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError("bad-iam-data", `${path} is no JSON${whatElse(json)}`, {
      hint: "write it with: aws iam get-account-authorization-details --output json > iam.json",
    });
  }
};

/** A dump of more characters than this nobody writes by hand, and what AWS wrote has each member once. */
const handwritten = 2 ** 20;

// JSON.parse takes the last of two and says nothing; which of them is meant nobody can know.
const requireOnce = (json: string, value: unknown, path: string): void => {
  const isDump = typeof value === "object" && value !== null && "RoleDetailList" in value;
  if ((isDump && json.length > handwritten) || !hasMemberTwice(json, value)) return;
  throw new UsageError(
    "bad-iam-data",
    `an object in ${path} has a member twice: which of the two counts is not known`,
    {
      hint: "leave the one that is meant: jq . FILE shows the file with the last of each",
    },
  );
};

// Every answer of AWS is one object.
const whatElse = (text: string): string => {
  const [first, last] = [text.trimStart()[0], text.trimEnd().at(-1)];
  if (first !== "{") return "";
  if (last !== "}") return ": it ends in the middle";
  return /\}\s*\{/.test(text) ? ": it holds several documents, one after the other" : "";
};

const unreadable = (path: string, cause: unknown): UsageError =>
  new UsageError("file-unreadable", `the IAM data ${path} cannot be read`, { hint: "check the path", cause });
