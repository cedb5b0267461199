import { unveil } from "../policy/symbols.ts";

/** A command of ours, ready to be pasted: each word means exactly its text to the shell. */
export const commandLine = (...words: readonly string[]): string =>
  ["kmspol", ...words.map(shellWord)].join(" ");

/** What no shell takes for anything else; zsh reads `=ls` at the beginning of a word as a path, and fish a `%`. */
const plain = /^[\w@+:,./-][\w@%+=:,./-]*$/;

/** What a terminal obeys, hides or reorders: it is not printed, and a paste does not bring it back. */
const unprinted =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0]|[\u{e0000}-\u{e0fff}]/u;

/**
 * A word of a command line that means exactly this text, in bash, zsh and fish alike: a backslash within single quotes is one to bash,
 * and may be none to fish, so that it stands outside of them. What cannot be printed, printf writes.
 */
export const shellWord = (written: string): string => {
  const text = unveil(written);
  if (plain.test(text)) return text;
  if (unprinted.test(text)) return printed(text);
  if (text === "") return "''";
  const parts = text.split(/(['\\])/).filter((part) => part !== "");
  return parts.map((part) => (part === "'" || part === "\\" ? `\\${part}` : `'${part}'`)).join("");
};

const printed = (text: string): string => {
  const bytes = [...new TextEncoder().encode(text)];
  // What begins with a dash, printf takes for an option.
  const isLetter = (byte: number, at: number) =>
    byte < 0x80 && (at === 0 ? /[\w./:]/ : /[\w./:-]/).test(String.fromCharCode(byte));
  const octal = bytes.map((byte, at) =>
    isLetter(byte, at) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`,
  );
  // A substitution loses the line ends at its end.
  return text.endsWith("\n") ? `$'${octal.join("")}'` : `"$(printf '${octal.join("")}')"`;
};

/** A file as a word of a command: one whose name begins with a dash is no flag, and standard input is `-`. */
export const fileWord = (file: string): string =>
  /^standard input$/i.test(file) ? "-" : shellWord(noFlag(file));

/** An operand that begins with a dash and is no flag. */
export const noFlag = (operand: string): string =>
  operand.startsWith("-") && operand !== "-" ? `./${operand}` : operand;

/** A hint with the file's name in the place of FILE; a redirection from standard input is none. */
export const withFile = (hint: string, file: string): string => {
  const word = fileWord(file);
  return (word === "-" ? hint.replaceAll(" < FILE", "") : hint).replaceAll(/\bFILE\b/g, () => word);
};
