import type { Target } from "../ports.ts";

/** The target as it is typed in a command that works anywhere: a key's ARN, a file's path, quoted for a shell. */
export const commandTarget = (target: Target): string =>
  shellWord(target.kind === "key" ? target.arn : target.path);

/** A word of a POSIX shell's command line that means exactly this text. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
