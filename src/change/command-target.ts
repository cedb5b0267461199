import type { PolicySubject } from "./types.ts";

/**
 * A command about the subject, ready to be pasted: the target as the user typed it, with the flags that lead to the
 * same account and Region. Where nobody typed it, a key's ARN or a file's path.
 */
export const commandFor = (
  { target, typed }: Pick<PolicySubject, "target" | "typed">,
  verb: string,
  ...operands: readonly string[]
): string => {
  const name = typed?.operand ?? (target.kind === "key" ? target.arn : target.path);
  return ["kmspol", verb, ...[name, ...operands, ...(typed?.flags ?? [])].map(shellWord)].join(" ");
};

/** A word of a POSIX shell's command line that means exactly this text. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
