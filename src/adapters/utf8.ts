import { fileWord } from "../shell/shell-word.ts";
import { UsageError } from "../errors.ts";

/**
 * Bytes as text. A byte order mark stays (it is part of the text). Throws UsageError (`invalid-utf-8`) naming `where`
 * with the line and column of the first byte that is no UTF-8.
 */
export const decodeUtf8 = (bytes: Uint8Array, where: string): string => {
  const encoding = otherEncoding(bytes);
  if (encoding !== undefined) {
    throw new UsageError("invalid-utf-8", `${where} is written in ${encoding}, not in UTF-8`, {
      hint: `save it as UTF-8, or write it anew: iconv -f ${encoding} -t UTF-8 ${fileWord(where)} > policy.json`,
    });
  }
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

/** UTF-16, by its byte order mark, or by the zero bytes beside each character of ASCII; undefined for what may be UTF-8. */
const otherEncoding = (bytes: Uint8Array): string | undefined => {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16";
  if (first === 0xfe && second === 0xff) return "UTF-16";
  if (bytes.length < 4) return undefined;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "UTF-16LE";
  return first === 0 && second !== 0 && third === 0 && fourth !== 0 ? "UTF-16BE" : undefined;
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
