import type { KeyFacts } from "../policy/key-facts.ts";

/**
 * A command about the key or file, ready to be pasted: the target as the user typed it, with the flags that lead to the
 * same account and Region. Where nobody typed it, the key's ARN; `TARGET` where that is not known either.
 */
export const commandOn = (
  { typed, arn }: Pick<KeyFacts, "typed" | "arn">,
  verb: string,
  ...operands: readonly string[]
): string => {
  const words = [typed?.operand ?? arn ?? "TARGET", ...operands, ...(typed?.flags ?? [])];
  return ["kmspol", verb, ...words.map(shellWord)].join(" ");
};

/** A word of a POSIX shell's command line that means exactly this text. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
