import { nearest } from "../check/nearest.ts";
import { exitCodes, KmspolError, UsageError, type ExitCode } from "../errors.ts";
import type { Outside } from "../outside.ts";
import { inWords as adviceInWords } from "../shell/typed-command.ts";
import { wrapSentence } from "../render/columns.ts";
import { escapeText } from "../render/escape.ts";
import { createStyle, wantsColour } from "../render/style.ts";
import { noteColumns } from "./widths.ts";

/** What a failure looks like to a machine. */
export interface Failure {
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
  if (flags.includes("--json") && failure.code !== "output-unwritable")
    terminal.write(`${JSON.stringify({ error: failure }, undefined, 2)}\n`);
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
    const { code, message, advice } = error;
    const hint = error.hint ?? (advice && adviceInWords({ operand: "TARGET", flags: [] }, advice));
    return { code, message, ...(hint !== undefined && { hint }) };
  }
  // The class lies in what starts the program, which is loaded apart.
  if (error instanceof Error && error.name === "NotWhole") {
    return {
      code: "not-installed-whole",
      message: `it is not installed whole: ${error.message}`,
      hint: "if it was updated just now, run the command again; else install kmspol again",
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
  // A terminal would break words, and commands that are to be copied.
  const columns = noteColumns(outside);
  return lines
    .map((line) => wrapSentence(line, columns, "  "))
    .map((line) => `${line}\n`)
    .join("");
};

const beforeDashes = (args: readonly string[]): readonly string[] => {
  const dashes = args.indexOf("--");
  return dashes < 0 ? args : args.slice(0, dashes);
};

/** What commander says about a command line, as an error of ours. `usage` is the line of the verb at fault. */
export const usageError = (code: string, message: string, usage: string): UsageError => {
  const meant = /\bDid you mean (.+)\?/.exec(message)?.[1] ?? choiceMeant(message) ?? inOtherTools(message);
  const said = (message.split("\n")[0] ?? "").replace(/^error: /, "").replace(/[.:]? Did you mean .+\?$/, "");
  const hint = meant === undefined ? (whereToFind(said) ?? usage) : `did you mean ${meant}?`;
  const more = code === "commander.unknownOption" ? flagsOfCommand(usage) : "";
  return new UsageError(codes.get(code) ?? "usage", inOurWords(said), { hint: hint + more });
};

/** Of a verb that runs a command, whose flags may be meant. */
const flagsOfCommand = (usage: string): string =>
  usage.includes("[command...]") ? "\nthe flags of the command to run stand behind --" : "";

/** The choice that is nearest to a value that is none. */
const choiceMeant = (message: string): string | undefined => {
  const [, value = "", choices] =
    /'([^']*)' is invalid(?: for argument '.*')?\. Allowed choices are (.*)\.$/.exec(message) ?? [];
  return choices === undefined ? undefined : nearest(value, choices.split(", "));
};

/** What other command lines call --json. */
const inOtherTools = (message: string): string | undefined =>
  /unknown option '(?:-o|--output|--query|--jq)\b/.test(message) ? "--json, which jq can read" : undefined;

/** Where a value that is missing is to be found. */
const whereToFind = (message: string): string | undefined =>
  /^option '--(?:resume|undo) <run>' argument missing$/.test(message)
    ? "kmspol each --runs lists the runs with their ids"
    : undefined;

/** Commander's sentences, and ours for the same. */
const sentences: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/^unknown command '(.*)'.*$/, 'unknown verb "$1"'],
  [/^unknown option '(.*)'.*$/, "unknown flag $1"],
  [/^missing required argument '(.*)'$/, "the operand <$1> is missing"],
  [
    /^too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)(?:.*)$/,
    "$1 takes $2 operands, not $3",
  ],
  [/^option '(?:-\w, )?(--[\w-]+).*' argument missing$/, "$1 needs a value"],
  [/^option '(?:-\w, )?(--[\w-]+).*' argument '(.*)' is invalid\. (.*)$/s, '"$2" is no value for $1: $3'],
  [/^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*)$/s, '"$1" is no $2: $3'],
  [
    /^option '(?:-\w, )?(--[\w-]+).*' cannot be used with option '(?:-\w, )?(--[\w-]+).*'$/,
    "$1 cannot be used with $2",
  ],
];

const inOurWords = (said: string): string => {
  const [theirs, ours] = sentences.find(([pattern]) => pattern.test(said)) ?? [];
  const words = theirs === undefined || ours === undefined ? said : said.replace(theirs, ours);
  return words
    .replace(" 0 operands", " no operands")
    .replace(" 1 operands", " 1 operand")
    .replace(/: Allowed choices are (.*)\.$/, ": it is one of $1")
    .replace(/: ([A-Z])(.*)\.$/, (_, first: string, rest: string) => `: ${first.toLowerCase()}${rest}`);
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
