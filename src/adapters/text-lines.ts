import { createReadStream } from "node:fs";
import type { TextLine } from "../read-files.ts";

/** The longest line that is read: what AWS answers with at once, and more than any key's row. */
const longest = 64 * 1024 * 1024;

const newline = 0x0a;

/** The lines of a file, or of standard input (`-`), as they come: no more than one of them is in memory. Throws what reading throws. */
export const textLines = (path: string): AsyncIterable<TextLine> =>
  linesOf(path === "-" ? process.stdin : createReadStream(path));

/** Bytes cut into lines, each decoded by itself: one that is no UTF-8, or is too long, has a fault in the place of its text. */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  limit: number = longest,
): AsyncGenerator<TextLine> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = (part: Uint8Array): void => {
    length += part.length;
    // What is too long is not kept.
    if (length <= limit) parts.push(part);
    else parts = [];
  };
  const line = (ends: boolean): TextLine => {
    const read = length > limit ? tooLong(limit) : decode(Buffer.concat(parts), number === 1);
    const made = { number, ends, ...read };
    [parts, length, number] = [[], 0, number + 1];
    return made;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, at));
      start = at + 1;
      yield line(true);
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield line(false);
}

type Read = { readonly text: string } | { readonly fault: string };

const tooLong = (limit: number): Read => ({ fault: `it is longer than ${limit / 1024 / 1024} MiB` });

const decode = (bytes: Uint8Array, isFirst: boolean): Read => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text: isFirst ? text.replace(/^\uFEFF/, "") : text };
  } catch {
    return { fault: "it is not valid UTF-8" };
  }
};
