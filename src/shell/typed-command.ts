import { KmspolError } from "../errors.ts";
import type { FlagValue, NextCommand, Sentence } from "../next-command.ts";
import { commandLine, noFlag } from "./shell-word.ts";

/** How the user named a key or a policy file: the operand, and the flags that a later command needs to find the same. */
export interface TypedTarget {
  readonly operand: string;
  readonly flags: readonly string[];
  /** The role by which `each` reaches the key: no other verb assumes one. */
  readonly role?: { readonly account: string; readonly name: string } | undefined;
}

/**
 * A command about the key or file, ready to be pasted: the target as the user typed it, with the flags that lead to the
 * same account and Region, by the role that was assumed there.
 */
export const commandOn = (typed: TypedTarget, verb: string, ...words: readonly string[]): string => {
  const { flags, role } = typed;
  const target = noFlag(typed.operand);
  // No editor opens for many keys.
  return role === undefined || verb === "edit"
    ? commandLine(verb, target, ...words, ...flagsWithoutRole(typed))
    : commandByRole(target, ["--account", role.account, "--assume-role", role.name, ...flags], verb, words);
};

/** A proposed command as it is typed about this target, or about the key that it names itself. */
export const nextOn = (typed: TypedTarget, { verb, operands, flags, on }: NextCommand): string =>
  commandOn(on === undefined ? typed : elsewhere(typed, on), verb, ...operands, ...wordsOf(flags));

/** The flags that lead to another key: an ARN of another Region tells it. */
const elsewhere = (typed: TypedTarget, arn: string): TypedTarget => {
  const at = typed.flags.indexOf("--region");
  const isThere = at < 0 || !arn.startsWith("arn:") || typed.flags[at + 1] === arn.split(":")[3];
  return { ...typed, operand: arn, flags: isThere ? typed.flags : typed.flags.toSpliced(at, 2) };
};

const wordsOf = (flags: Readonly<Record<string, FlagValue>>): readonly string[] =>
  Object.entries(flags).flatMap(([flag, value]) => {
    if (value === undefined) return [];
    if (value === true) return [flag];
    return [value].flat().flatMap((one) => [flag, one]);
  });

/** A sentence with its commands in words, as they are typed about this target. */
export const inWords = (typed: TypedTarget, sentence: Sentence): string =>
  typeof sentence === "string"
    ? sentence
    : sentence.map((part) => (typeof part === "string" ? part : nextOn(typed, part))).join("");

/** An error as it is told of this target: the commands of its hint in words. Anything else is what it was. */
export const errorInWords = (typed: TypedTarget, error: unknown): unknown =>
  error instanceof KmspolError && error.hint === undefined && error.advice !== undefined
    ? error.withHint(inWords(typed, error.advice))
    : error;

/** The flags that lead to the same key for what assumes no role: they leave open which profile does so by itself. */
export const flagsWithoutRole = ({ flags, role }: TypedTarget): readonly string[] => {
  if (role === undefined) return flags;
  const others = flags.filter((_, at, all) => all[at - (at % 2)] !== "--profile");
  return [...others, "--profile", `PROFILE-OF-${role.account}`];
};

/** The command that does something with one key in an account that is reached by a role: `each`, on that key alone. */
export const commandByRole = (
  key: string,
  where: readonly string[],
  verb: string,
  operands: readonly string[],
): string => commandLine("each", "--key", key, ...where, "--", verb, ...operands);
