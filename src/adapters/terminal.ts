import { fstatSync, statSync, writeSync } from "node:fs";
import { RefusedError } from "../errors.ts";
import type { DrawnTerminal } from "../ports.ts";
import { hideTyping } from "./echo.ts";
import { errorCode, fileReason } from "./file-reason.ts";

/** The process's own standard input, output and error. */
export const processTerminal = (): DrawnTerminal => {
  const shows = isTerminal(2);
  return {
    interactive: shows && isTerminal(0),
    columns: (shows && process.stderr.columns) || 80,
    rows: (shows && process.stderr.rows) || 24,
    ...writers(shows, () => process.stderr.columns || 80, writeTo, hideTyping),
  };
};

/** Writing, with a line that lives at the end of standard error where that is a terminal (`shows`), as wide as it is then; `hides` is called before it is drawn. */
export const writers = (
  shows: boolean,
  columns: () => number,
  writeOn: (descriptor: 1 | 2, text: string) => void,
  hides?: () => void,
): Pick<DrawnTerminal, "write" | "note" | "status"> => {
  let drawn = false;
  const clear = () => {
    if (drawn) writeOn(2, clearLine);
    drawn = false;
  };
  const status = (line: string | undefined) => {
    clear();
    if (line === undefined) return;
    hides?.();
    writeOn(2, line.slice(0, Math.max(1, columns() - 1)));
    drawn = true;
  };
  return {
    write: (text) => {
      clear();
      writeOn(1, text);
    },
    note: (text) => {
      clear();
      writeOn(2, text);
    },
    status: shows ? status : undefined,
  };
};

/** Back to the line's begin, and what stands there is gone. */
const clearLine = "\r\u001b[K";

/**
 * Whether a terminal is at the other end. Only a device can be one, and not the one that swallows everything: of all else Node's
 * module for terminals is not asked, which takes long to load.
 */
export const isTerminal = (descriptor: 0 | 1 | 2): boolean =>
  mayBeTerminal(descriptor) && process.getBuiltinModule("node:tty").isatty(descriptor);

const mayBeTerminal = (descriptor: number): boolean => {
  try {
    const found = fstatSync(descriptor);
    return found.isCharacterDevice() && found.rdev !== statSync("/dev/null").rdev;
  } catch {
    return true;
  }
};

const streamed = new Set<1 | 2>();

/**
 * Writes on standard output (1) or standard error (2): to files and pipes at once, since Node's streams take longer to load than a
 * policy to check. Terminals have streams, and so has a pipe whose reader is slow, from there on. Throws RefusedError
 * (`output-unwritable`) where standard output goes to a full disk.
 */
export const writeTo = (descriptor: 1 | 2, text: string): void => {
  const isStream = streamed.has(descriptor) || isTerminal(descriptor);
  const left = isStream ? text : writeAtOnce(descriptor, Buffer.from(text));
  if (left.length === 0) return;
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  // A terminal that was closed says so by a signal, too.
  if (!streamed.has(descriptor)) stream.on("error", () => undefined);
  streamed.add(descriptor);
  stream.write(left);
};

/** What a slow reader has left over. */
const writeAtOnce = (descriptor: 1 | 2, bytes: Buffer): Buffer => {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return bytes.subarray(written);
    if (descriptor === 1) ignoreClosedPipe(error);
  }
  return Buffer.alloc(0);
};

/**
 * A reader that goes away (`kmspol list | head`) is no failure: a closed pipe is met with silence, so that a change under way is
 * finished and recorded all the same.
 */
const ignoreClosedPipe = (error: unknown): void => {
  if (errorCode(error) === "EPIPE") return;
  throw new RefusedError("output-unwritable", `standard output cannot be written: ${fileReason(error)}`, {
    hint: "make room or send it elsewhere; a change that was asked for may be written all the same",
    cause: error,
  });
};
