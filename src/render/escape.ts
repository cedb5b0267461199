import { unveil } from "../policy/symbols.ts";

/**
 * Ranges of characters that a terminal obeys, hides or reorders instead of showing (code points, both ends
 * included): C0 controls, DEL and C1 controls, soft hyphen, the bidirectional controls (Unicode TR 9), zero-width and
 * separator characters, the byte order mark, variation and tag characters, lone surrogates.
 */
const dangerous: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
];

/** Plain printable ASCII needs no look at the table: nearly every text is only that. */
const harmless = /^[\x20-\x7e]*$/;

const isDangerous = (code: number): boolean =>
  code > 0x7e || code < 0x20 ? dangerous.some(([first, last]) => code >= first && code <= last) : false;

/** One code point as JSON escapes it: `\u001b`, and a pair of `\uXXXX` beyond the basic plane. */
const spelled = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

const escapeExcept = (text: string, kept: string): string =>
  harmless.test(text)
    ? text
    : Array.from(text, (character) =>
        !kept.includes(character) && isDangerous(character.codePointAt(0) ?? 0)
          ? spelled(character)
          : character,
      ).join("");

/** Text from outside, on one line: every character that could steer a terminal, line ends and tabs too, as `\uXXXX`; what stands for a name in the name's words. */
export const escapeLine = (text: string): string => escapeExcept(unveil(text), "");

/** Text from outside that has lines of its own: line ends (CRLF becomes LF) and tabs stay, all else as `escapeLine`. */
export const escapeText = (text: string): string =>
  escapeExcept(unveil(text).replaceAll("\r\n", "\n"), "\n\t");
