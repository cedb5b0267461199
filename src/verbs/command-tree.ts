import { type Argument, Command, Help } from "commander";
import { nearest } from "../check/nearest.ts";
import { globalFlags } from "../cli/options.ts";
import type { Outside } from "../outside.ts";
import { addFlags, commandOf, type RunVerb } from "./command-of.ts";
import type { Call } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** Commander with the verbs that the words may be about; `parse` understands them, and throws what commander throws. */
export const parser = (words: readonly string[], outside: Pick<Outside, "terminal">) => {
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

/** Whether the help knows a verb of that name. */
export const isVerb = (named: string): boolean =>
  verbs.some(({ name, group }) => name === named && group !== undefined);

/** The verb that a misspelt one may have been meant to be. */
export const verbMeant = (named: string): string | undefined =>
  nearest(
    named,
    verbs.flatMap(({ name, group }) => (group === undefined ? [] : [name])),
  );

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
export const commandTree = (
  run: RunVerb,
  { terminal }: Pick<Outside, "terminal">,
  first?: string,
): Command => {
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
export const inFlags = (usage: string): string => usage.replace("[options]", "[flags]");

/** A verb with its operands, as the list of verbs shows it. */
const termOf = (verb: Command): string => [verb.name(), ...verb.registeredArguments.map(operandOf)].join(" ");

const operandOf = (operand: Argument): string => {
  const words = operand.name() + (operand.variadic ? "..." : "");
  return operand.required ? `<${words}>` : `[${words}]`;
};
