import { UsageError } from "../errors.ts";

/**
 * Bytes as text. A byte order mark stays (it is part of the text). Throws UsageError (`invalid-utf-8`) naming `where`
 * with the line and column of the first byte that is no UTF-8.
 */
export const decodeUtf8 = (bytes: Uint8Array, where: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const { line, column } = firstFault(bytes);
    throw new UsageError("invalid-utf-8", `${where} is not valid UTF-8 at line ${line}, column ${column}`, {
      hint: "save it as UTF-8",
      cause: error,
    });
  }
};

/** Lenient decoding puts U+FFFD where a byte is wrong: the first one that the bytes do not spell is the fault. */
const firstFault = (bytes: Uint8Array): { line: number; column: number } => {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0;
  let line = 1;
  let column = 1;
  for (const character of text) {
    const spelled = encoder.encode(character);
    if (character === "\uFFFD" && !spelled.every((byte, i) => bytes[offset + i] === byte)) break;
    offset += spelled.length;
    line += character === "\n" ? 1 : 0;
    column = character === "\n" ? 1 : column + 1;
  }
  return { line, column };
};
