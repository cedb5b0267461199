import { exitCodes, KmspolError, UsageError, type ExitCode } from "../errors.ts";
import type { Outside } from "../outside.ts";
import { escapeText } from "../render/escape.ts";
import { createStyle, wantsColour } from "../render/style.ts";

/** What a failure looks like to a machine. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Says what went wrong: in words on standard error, with `--json` on standard output too. Returns the exit code. An
 * error that is none of ours is a bug in kmspol: one sentence, and the stack only with `--debug`.
 */
export const reportError = (error: unknown, args: readonly string[], outside: Outside): ExitCode => {
  const failure = failureOf(error);
  const { terminal } = outside;
  const flags = beforeDashes(args);
  if (flags.includes("--json")) terminal.write(`${JSON.stringify({ error: failure }, undefined, 2)}\n`);
  sayFailure(failure, args, outside);
  if (!(error instanceof KmspolError) && flags.includes("--debug") && error instanceof Error) {
    terminal.note(`${escapeText(error.stack ?? "")}\n`);
  }
  return error instanceof KmspolError ? error.exit : exitCodes.refused;
};

/** Says in words on standard error what went wrong. */
export const sayFailure = (failure: Failure, args: readonly string[], outside: Outside): void =>
  outside.terminal.note(inWords(failure, beforeDashes(args), outside));

/** An error as machines read it. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof KmspolError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  return {
    code: "internal-error",
    message: `this is a bug in kmspol: ${error instanceof Error ? error.message : String(error)}`,
    hint: "run it again with --debug and report what it says",
  };
};

const inWords = ({ message, hint }: Failure, flags: readonly string[], outside: Outside): string => {
  const style = createStyle(
    wantsColour({
      noColorFlag: flags.includes("--no-color"),
      environment: outside.environment,
      isTerminal: outside.errorIsTerminal,
    }),
  );
  const [first, ...rest] = escapeText(message).split("\n");
  const lines = [`${style.bad("kmspol:")} ${first ?? ""}`, ...rest];
  for (const line of hint?.split("\n") ?? []) lines.push(`${style.strong("hint:")} ${escapeText(line)}`);
  return lines.map((line) => `${line}\n`).join("");
};

const beforeDashes = (args: readonly string[]): readonly string[] => {
  const dashes = args.indexOf("--");
  return dashes < 0 ? args : args.slice(0, dashes);
};

/** What commander says about a command line, as an error of ours. `usage` is the line of the verb at fault. */
export const usageError = (code: string, message: string, usage: string): UsageError => {
  const meant = /\(Did you mean (.+)\?\)/.exec(message)?.[1];
  const first = (message.split("\n")[0] ?? "").replace(/^error: /, "").replaceAll("command", "verb");
  const hint = meant === undefined ? usage : `did you mean ${meant}?`;
  return new UsageError(codes.get(code) ?? "usage", first.replaceAll("argument", "operand"), { hint });
};

const codes = new Map([
  ["commander.unknownCommand", "unknown-verb"],
  ["commander.unknownOption", "unknown-flag"],
  ["commander.missingArgument", "missing-operand"],
  ["commander.excessArguments", "too-many-operands"],
  ["commander.optionMissingArgument", "missing-value"],
  ["commander.invalidArgument", "bad-value"],
  ["commander.conflictingOption", "conflicting-flags"],
]);
