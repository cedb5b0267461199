import { Argument, Command, Option } from "commander";
import type { Flag } from "../cli/flag.ts";
import type { Operand, OperandValue } from "../cli/operand.ts";
import type { AnyVerb } from "./verb.ts";

/** Takes a verb that was understood; its flags are the command's. */
export type RunVerb = (verb: AnyVerb, command: Command, operands: readonly OperandValue[]) => void;

/** A verb as commander reads and explains it: the one place where it is declared to it. */
export const commandOf = (verb: AnyVerb, run: RunVerb): Command => {
  const command = new Command(verb.name).summary(verb.summary).description(verb.description);
  if (verb.usage !== undefined) command.usage(verb.usage);
  for (const operand of verb.operands) command.addArgument(argumentOf(operand));
  addFlags(command, verb.flags);
  if (verb.group === undefined) command.helpOption(false);
  else command.helpGroup(verb.group).addHelpText("after", examples(verb.examples));
  return command.action((...given: unknown[]) => {
    requireOperands(verb, command, given);
    // Behind the operands come the flags and the command itself.
    run(verb, command, given.slice(0, verb.operands.length) as readonly OperandValue[]);
  });
};

/** What a flag may stand in the place of is optional for commander. Throws CommanderError as it does for a missing operand. */
const requireOperands = ({ operands }: AnyVerb, command: Command, given: readonly unknown[]): void => {
  for (const [place, { name, unless }] of operands.entries()) {
    const value = given[place];
    const isMissing = value === undefined || (Array.isArray(value) && value.length === 0);
    if (unless === undefined || !isMissing || command.getOptionValue(unless) !== undefined) continue;
    command.error(`error: missing required argument '${name}'`, { code: "commander.missingArgument" });
  }
};

const argumentOf = ({
  name,
  about,
  optional = false,
  several = false,
  choices,
  unless,
}: Operand): Argument => {
  const words = several ? `${name}...` : name;
  const argument = new Argument(optional || unless !== undefined ? `[${words}]` : `<${words}>`, about);
  return choices ? argument.choices(choices) : argument;
};

/** Declares flags under their headings. */
export const addFlags = (command: Command, flags: Readonly<Record<string, Flag>>): Command => {
  for (const flag of Object.values(flags)) {
    if (flag.under !== undefined) command.optionsGroup(flag.under);
    command.addOption(optionOf(flag));
  }
  return command;
};

const optionOf = (flag: Flag): Option => {
  const option = new Option(flag.words, flag.does).conflicts([...(flag.not ?? [])]);
  if (flag.choices) option.choices(flag.choices);
  if (flag.read) option.argParser((text: string, before: unknown) => flag.read?.(text, before));
  if (flag.otherwise) option.default(flag.otherwise.value, flag.otherwise.words);
  return option;
};

/** The examples at the end of a verb's help; each is a command and what it does. */
const examples = (lines: AnyVerb["examples"]): string =>
  ["", "Examples:", ...lines.flatMap(([command, does]) => [`  ${command}`, `      ${does}`])].join("\n");
