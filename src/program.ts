import { type Command, CommanderError } from "commander";
import type { Context, GlobalOptions } from "./cli/app.ts";
import { createContext } from "./cli/create-context.ts";
import { exitCodes, type ExitCode } from "./errors.ts";
import type { Answer } from "./output/answer.ts";
import { inFlags, isVerb, parser, verbMeant } from "./verbs/command-tree.ts";
import type { AnyVerb, Call, Program } from "./verbs/verb.ts";
import { verbs } from "./verbs/verbs.ts";
import type { Outside } from "./outside.ts";
import { unveil } from "./policy/symbols.ts";
import { asciiSigns, asciiSpare, isUnicode } from "./render/signs.ts";

/** Runs one command line and returns its exit code. The one place that catches. */
export const runProgram = async (args: readonly string[], given: Outside): Promise<ExitCode> => {
  const outside = withNames(given);
  const line = commandLine(args, outside);
  try {
    return await line.run();
  } catch (error) {
    return caught(error, args, line.program, outside);
  }
};

/** Whatever is told names what a document leaves open by its name, in signs that the terminal has. */
const withNames = (outside: Outside): Outside => {
  const { terminal, environment } = outside;
  const isAscii = !isUnicode(environment);
  const told = (isSeen: boolean, text: string) =>
    isAscii && isSeen ? asciiSigns(unveil(text)) : unveil(text);
  const { waits } = terminal;
  const speaking: Outside["terminal"] = {
    get interactive() {
      return terminal.interactive;
    },
    get columns() {
      return terminal.columns - (isAscii && outside.errorIsTerminal ? asciiSpare : 0);
    },
    get rows() {
      return terminal.rows;
    },
    write: (text) => terminal.write(told(outside.outputIsTerminal, text)),
    note: (text) => terminal.note(told(outside.errorIsTerminal, text)),
    waits: waits && ((words, counts) => waits(() => told(true, words()), counts)),
  };
  return { ...outside, terminal: speaking };
};

/** One command line: `run` understands and carries it out, and throws what goes wrong. */
const commandLine = (
  args: readonly string[],
  outside: Outside,
): { readonly program: Command; readonly run: () => Promise<ExitCode> } => {
  const { program, parse } = parser(args, outside);
  const run = async () => {
    if (outside.terminal.interactive && isBare(program, args)) {
      const { runMenu } = await import("./verbs/menu/run-menu.ts");
      return runMenu(createContext(program.opts(), args, outside), whole);
    }
    const asked = args[0] === "help" ? (args[1] ?? "help") : "help";
    if (asked !== "help" && !asked.startsWith("-") && !isVerb(asked))
      throw unknownVerb(asked, verbMeant(asked));
    let call: Call;
    try {
      call = await parse();
    } catch (error) {
      return askedFor(error, program, args, outside);
    }
    return runCall(call, args, outside);
  };
  return { program, run };
};

/** Runs a verb whose command line lacks operands, where there is somebody to ask for them; throws the error itself where there is not. */
const askedFor = async (
  error: unknown,
  program: Command,
  args: readonly string[],
  outside: Outside,
): Promise<ExitCode> => {
  const command = program.commands.find((one) => one.name() === program.args[0]);
  const verb = verbs.find(({ name }) => name === program.args[0]);
  if (!outside.terminal.interactive || !isMissingOperand(error) || !command || !verb) throw error;
  const call = {
    verb,
    given: command.args,
    flags: command.opts(),
    global: command.optsWithGlobals<GlobalOptions>(),
    args,
  };
  const { canAsk, runAsking } = await import("./verbs/menu/run-asking.ts");
  if (!canAsk(call)) throw error;
  return runAsking(call, outside, whole);
};

/** Runs a verb with all that was given to it, and prints its answer. */
const runCall: Program["run"] = async (call, args, outside) => {
  const context = createContext(call.global, args, heardBy(call.verb, outside));
  const answer = await answerOf(call, context);
  const { printAnswer } = await import("./output/answer.ts");
  return printAnswer(context, answer);
};

/** What the verb answers, or the same change on the related keys of a multi-Region key. */
const answerOf = async (call: Call, context: Context): Promise<Answer> => {
  const { verb, operands, flags } = call;
  if ("related" in flags && flags.related === true)
    return (await import("./verbs/each/run-related.ts")).runRelated({ context, call, program: whole });
  return (await verb.load(whole)).run(context, operands, flags);
};

const whole: Program = {
  verbs,
  understand: (words, outside) => parser(words, outside).parse(),
  run: runCall,
};

/** The outside for a verb: one that is a program of its own hears Ctrl-C itself. */
const heardBy = ({ kind }: AnyVerb, outside: Outside): Outside =>
  kind === "alone" ? { ...outside, catchStops: () => undefined } : outside;

/** Commander would print the whole help, and not say why. */
const unknownVerb = (name: string, meant: string | undefined): CommanderError =>
  new CommanderError(
    exitCodes.usage,
    "commander.unknownCommand",
    `error: unknown command '${name}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`,
  );

/** No verb, no flag but those that go everywhere. */
const isBare = (program: Command, args: readonly string[]): boolean => {
  const { operands, unknown } = program.parseOptions([...args]);
  return operands.length + unknown.length === 0 && program.opts()["json"] !== true;
};

const isMissingOperand = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.code === "commander.missingArgument";

/** Help is no failure, unless it was all there was to say; the rest is reported in our words. */
const caught = async (
  error: unknown,
  args: readonly string[],
  program: Command,
  outside: Outside,
): Promise<ExitCode> => {
  const { reportError, usageError } = await import("./cli/report-error.ts");
  if (!(error instanceof CommanderError)) return reportError(error, args, outside);
  if (error.exitCode === 0) return exitCodes.done;
  if (error.code === "commander.help") return exitCodes.usage;
  return reportError(usageError(error.code, error.message, usageOf(program, args)), args, outside);
};

const usageOf = (program: Command, args: readonly string[]): string => {
  const verb = program.commands.find((command) => args.includes(command.name()));
  if (!verb) return "kmspol --help lists the verbs";
  return `usage: kmspol ${verb.name()} ${inFlags(verb.usage())}; kmspol ${verb.name()} --help tells more`;
};
