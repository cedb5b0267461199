import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { UsageError } from "../errors.ts";
import type { TrailFiles } from "../trail-files-port.ts";
import { errorCode, fileReason } from "./file-reason.ts";

/** Bytes of a piece: what is smaller costs a turn of the loop each. */
const piece = 512 * 1024;

/** CloudTrail's files on disk: JSON, JSON lines, each packed by gzip or not; told apart by what is in them. */
export const trailFiles: TrailFiles = {
  below: async (path) => {
    const about = await stat(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (about.isFile()) return { files: [path], others: 0 };
    if (!about.isDirectory()) throw unreadable(path, new Error("it is no file and no folder"));
    const found = { files: [] as string[], others: 0 };
    await collect(path, found);
    return found;
  },
  pieces: textOf,
};

/** Folders that CloudTrail writes beside its events (AWS CloudTrail User Guide, "CloudTrail digest file structure"). */
const withoutEvents = new Set(["CloudTrail-Digest", "CloudTrail-Insight", "CloudTrail-Aggregated"]);

/** A folder that may not be read stands in for its files: reading it tells why. Symlinks are not followed: a circle has an end. */
const collect = async (folder: string, found: { files: string[]; others: number }): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return void found.files.push(folder);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!withoutEvents.has(entry.name)) await collect(path, found);
    } else if (entry.isFile() && /\.(?:json|jsonl|ndjson|log|gz)$/i.test(entry.name)) found.files.push(path);
    else found.others += 1;
  }
};

async function* textOf(path: string): AsyncGenerator<string, void, undefined> {
  try {
    const decoder = new StringDecoder("utf8");
    for await (const bytes of await streamOf(path)) yield decoder.write(bytes as Buffer);
    yield decoder.end();
  } catch (error) {
    throw unreadable(path, error);
  }
}

const streamOf = async (path: string): Promise<Readable> => {
  // Looked at first: nobody would hear the error of a stream that is not read.
  const packed = await isPacked(path);
  const source = createReadStream(path, { highWaterMark: piece });
  if (!packed) return source;
  // The error, of either, is met by whoever reads.
  return pipeline(source, createGunzip({ chunkSize: piece }), () => undefined);
};

/** By its first two bytes (RFC 1952), whatever it is called. */
const isPacked = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
};

const unreadable = (path: string, error: unknown): UsageError =>
  new UsageError("file-unreadable", `${path} cannot be read: ${reasonOf(error)}`, {
    hint: "check the path",
    cause: error,
  });

const reasonOf = (error: unknown): string => {
  const code = errorCode(error);
  if (code === "Z_BUF_ERROR") return "the gzip file ends in the middle";
  return code.startsWith("Z_") ? "it is no whole gzip file" : fileReason(error);
};
