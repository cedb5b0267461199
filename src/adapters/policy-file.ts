import { constants, createReadStream, openSync, readFileSync, type Stats, statSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { maximumInputLength } from "../policy/limits.ts";
import type { PolicyFiles } from "../ports.ts";
import { errorCode } from "./file-reason.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Policy files on disk. Reading throws UsageError (`file-unreadable`, `input-too-large`, `invalid-utf-8`); writing
 * replaces the whole file at once, behind a symlink its target, keeping mode and owner, and throws UsageError
 * (`file-unwritable`) having changed nothing.
 */
export const policyFiles: PolicyFiles = {
  read: async (path, limit) => decodePolicy(await readBytes(path, limit), path),
  readStdin: async (limit) =>
    decodeUtf8(await collect(process.stdin, "standard input", limit), "Standard input"),
  lines: async function* (path) {
    const { textLines } = await import("./text-lines.ts");
    try {
      yield* textLines(path);
    } catch (error) {
      throw unreadable(path === "-" ? "standard input" : path, error);
    }
  },
  policiesBelow: async (path) => {
    const { policiesBelow } = await import("./policy-folder.ts");
    return policiesBelow(path);
  },
  sourcesBeside: async (path) => {
    const { sourcesBeside } = await import("./policy-folder.ts");
    return sourcesBeside(path);
  },
  readBeside: async (path, name) => {
    const { placeBeside } = await import("./policy-folder.ts");
    const place = placeBeside(path, name);
    if ("unread" in place) return place;
    return policyFiles.read(place.path).then(
      (text) => ({ text }),
      (error: unknown) => ({
        unread: isTooLarge(error) ? "is larger than any key policy" : "cannot be read",
      }),
    );
  },
  findUpwards: async (path, name) => {
    const { findUpwards, whyUnused } = await import("./find-upwards.ts");
    const found = findUpwards(path, name);
    if (found === undefined) return undefined;
    const unused = whyUnused(found);
    return unused === undefined
      ? { path: found, text: await policyFiles.read(found) }
      : { path: found, unused };
  },
  replace: async (path, text) => {
    try {
      const { replaceFile } = await import("../replace-file.ts");
      replaceFile(path, text);
    } catch (error) {
      throw unwritable(path, error);
    }
  },
  create: async (path, text) => {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(path, text, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
      throw unwritable(path, error);
    });
  },
};

const isTooLarge = (error: unknown): boolean =>
  error instanceof UsageError && error.code === "input-too-large";

/** A ZIP file, such as a saved plan of Terraform, is no text: its first letters say what it is to whoever asked for a policy. */
const decodePolicy = (bytes: Uint8Array, path: string): string =>
  zipMark.every((byte, i) => bytes[i] === byte) ? "PK\u0003\u0004" : decodeUtf8(bytes, path);

const zipMark = [0x50, 0x4b, 0x03, 0x04];

const readBytes = async (path: string, limit = maximumInputLength): Promise<Uint8Array> => {
  try {
    const found = statSync(path);
    if (isAtHand(found, limit)) return readFileSync(path);
    return await collect(found.isFIFO() ? await streamOfPipe(path) : createReadStream(path), path, limit);
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(path, error);
  }
};

/** A file on disk, of a size that we take, is read at once: Node's streams take longer to load than a policy to check. */
const isAtHand = (found: Stats, limit: number): boolean =>
  found.isFile() && found.size > 0 && found.size <= limit;

/** Waits for a pipe as a socket does: a file stream would wait in a thread, and Ctrl-C and termination with it. */
const streamOfPipe = async (path: string): Promise<AsyncIterable<Buffer>> => {
  const { Socket } = await import("node:net");
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
};

/** Reads no further than what may be a policy: a device or a pipe can be endless. */
const collect = async (
  stream: AsyncIterable<Buffer>,
  where: string,
  limit = maximumInputLength,
): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit + maximumInputLength * 2) break;
  }
  if (length > limit) {
    const size = `${limit / 1024 / 1024} MiB`;
    throw new UsageError("input-too-large", `${where} is larger than ${size}, far more than any key policy`, {
      hint: "a key policy has at most 32,768 bytes",
    });
  }
  return Buffer.concat(chunks);
};

const reasons = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "permission is denied"],
  ["EPERM", "permission is denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EEXIST", "the file exists already"],
  ["ELOOP", "its symbolic links go in a circle"],
  ["ENAMETOOLONG", "the name is too long"],
]);

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons.get(code) ?? (code === "" ? String(error) : code);
};

const notYours = "let this user read it and look into the folders above it, or run kmspol as its owner";
const wayToRead = new Map([
  ["EISDIR", "name a file in it; kmspol check takes a whole folder"],
  ["EACCES", notYours],
  ["EPERM", notYours],
]);

const unreadable = (path: string, error: unknown): UsageError => {
  const hint =
    wayToRead.get(errorCode(error)) ?? "check the path; a key is named by alias/NAME, its id or its ARN";
  return new UsageError("file-unreadable", `${path} cannot be read: ${reasonOf(error)}`, {
    hint,
    cause: error,
  });
};

const unwritable = (path: string, error: unknown): UsageError =>
  new UsageError("file-unwritable", `${path} cannot be written: ${reasonOf(error)}`, {
    hint: wayRound.get(errorCode(error)) ?? "replacing a file needs a folder that you may write to",
    cause: error,
  });

/** What helps where the folder's permissions are not at fault. */
const wayRound = new Map([
  ["ENOSPC", "make room on it, or name a file on another disk; what was there is as it was"],
  ["EDQUOT", "make room in it, or name a file on another disk; what was there is as it was"],
  ["EROFS", "name a file on a file system that may be written to"],
]);
