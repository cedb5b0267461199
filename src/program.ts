import { type Argument, Command, CommanderError, Help } from "commander";
import type { Context, GlobalOptions } from "./cli/app.ts";
import { createContext } from "./cli/create-context.ts";
import { globalFlags } from "./cli/options.ts";
import { exitCodes, type ExitCode } from "./errors.ts";
import type { Answer } from "./output/answer.ts";
import { addFlags, commandOf, type RunVerb } from "./verbs/command-of.ts";
import type { AnyVerb, Call, Program } from "./verbs/verb.ts";
import { verbs } from "./verbs/verbs.ts";
import type { Outside } from "./outside.ts";
import { unveil } from "./policy/symbols.ts";

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

/** Whatever is told names what a document leaves open by its name. */
const withNames = (outside: Outside): Outside => {
  const { terminal } = outside;
  const speaking: Outside["terminal"] = {
    get interactive() {
      return terminal.interactive;
    },
    get columns() {
      return terminal.columns;
    },
    get rows() {
      return terminal.rows;
    },
    write: (text) => terminal.write(unveil(text)),
    note: (text) => terminal.note(unveil(text)),
    status: terminal.status && ((line) => terminal.status?.(line === undefined ? line : unveil(line))),
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
      return runMenu(await createContext(program.opts(), args, outside), whole);
    }
    const asked = args[0] === "help" ? (args[1] ?? "help") : "help";
    if (asked !== "help" && !asked.startsWith("-") && !isVerb(asked)) throw unknownVerb(asked);
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

/** Commander with the verbs that the words may be about; `parse` understands them, and throws what commander throws. */
const parser = (words: readonly string[], outside: Pick<Outside, "terminal">) => {
  let call: Call | undefined;
  const note: RunVerb = (verb, command, operands) => {
    call = { verb, operands, flags: command.opts(), global: command.optsWithGlobals() };
  };
  const program = commandTree(note, outside, words[0]);
  const parse = async (): Promise<Call> => {
    await program.parseAsync([...words], { from: "user" });
    if (call) return call;
    throw new Error("the command line names no verb, and commander did not say so");
  };
  return { program, parse };
};

/** Runs a verb with all that was given to it, and prints its answer. */
const runCall: Program["run"] = async (call, args, outside) => {
  const context = await createContext(call.global, args, heardBy(call.verb, outside));
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

/** Whether the help knows a verb of that name. */
const isVerb = (named: string): boolean =>
  verbs.some(({ name, group }) => name === named && group !== undefined);

/** Commander would print the whole help, and not say why. */
const unknownVerb = (name: string): CommanderError =>
  new CommanderError(exitCodes.usage, "commander.unknownCommand", `error: unknown command '${name}'`);

/** No verb, no flag but those that go everywhere. */
const isBare = (program: Command, args: readonly string[]): boolean => {
  const { operands, unknown } = program.parseOptions([...args]);
  return operands.length + unknown.length === 0 && program.opts()["json"] !== true;
};

const isMissingOperand = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && error.code === "commander.missingArgument";

/** The program with its verbs, to be read or parsed, not run: for the manual page and the tests. */
export const declaredProgram = (): Command => {
  const terminal = {
    columns: 100,
    rows: 24,
    interactive: false,
    write: () => undefined,
    note: () => undefined,
  };
  return commandTree(() => undefined, { terminal });
};

/**
 * The program with its verbs. To declare them all takes longer than to check a policy: where `first`, the first word of the command
 * line, is a verb, only that one is there. Help and the search for a misspelt verb see all.
 */
const commandTree = (run: RunVerb, { terminal }: Pick<Outside, "terminal">, first?: string): Command => {
  const only = verbs.find(({ name }) => name === first);
  const program = addFlags(
    new Command("kmspol")
      .description("Edits AWS KMS key policies safely: shows who gains and who loses what before it writes.")
      .usage("[flags] <verb> …")
      .version(process.env["KMSPOL_VERSION"] ?? "", "-V, --version", "print the version")
      .helpOption("-h, --help", "print this help")
      .helpCommand("help [verb]", "the help of a verb")
      .exitOverride()
      .configureHelp({
        showGlobalOptions: true,
        helpWidth: Math.min(terminal.columns, 100),
        subcommandTerm: termOf,
        styleTitle: (title) => titles.get(title) ?? title,
        commandUsage: (verb) => inFlags(new Help().commandUsage(verb)),
      })
      .configureOutput({
        writeOut: (text) => terminal.write(text),
        writeErr: (text) => terminal.note(text),
        outputError: () => undefined,
      })
      .optionsGroup("Everywhere:"),
    globalFlags,
  );
  for (const verb of only ? [only] : verbs)
    program.addCommand(commandOf(verb, run).copyInheritedSettings(program), {
      hidden: verb.group === undefined,
    });
  return program;
};

/** Commander's headings, and ours. */
const titles = new Map([
  ["Global Options:", "Everywhere:"],
  ["Options:", "Flags:"],
  ["Arguments:", "Operands:"],
]);

/** What commander calls options is a flag everywhere else. */
const inFlags = (usage: string): string => usage.replace("[options]", "[flags]");

/** A verb with its operands, as the list of verbs shows it. */
const termOf = (verb: Command): string => [verb.name(), ...verb.registeredArguments.map(operandOf)].join(" ");

const operandOf = (operand: Argument): string => {
  const words = operand.name() + (operand.variadic ? "..." : "");
  return operand.required ? `<${words}>` : `[${words}]`;
};

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
