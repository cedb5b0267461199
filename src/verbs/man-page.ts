import type { Argument, Command, Option } from "commander";

/** The manual pages by their file names: that of the program, and one for each verb (`man kmspol-add-user`). */
export const manPages = (program: Command, version: string): ReadonlyMap<string, string> =>
  new Map([
    ["kmspol.1", manPage(program, version)],
    ...verbsOf(program).map((verb) => [`kmspol-${verb.name()}.1`, verbPage(program, verb, version)] as const),
  ]);

const verbsOf = (program: Command): readonly Command[] =>
  program.commands.filter((command) => !isHidden(program, command) && command.name() !== "help");

const headOf = (name: string, version: string): string =>
  `.TH ${roff(name.toUpperCase())} 1 "" "kmspol ${roff(version)}" "User Commands"`;

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

const verbPage = (program: Command, verb: Command, version: string): string => {
  const flags = verb.options.filter(({ hidden }) => !hidden);
  const operands = verb.registeredArguments;
  const examples = examplesOf(verb);
  return textOf([
    headOf(`kmspol-${verb.name()}`, version),
    ".SH NAME",
    `kmspol\\-${roff(verb.name())} \\- ${roff(verb.summary() || verb.description())}`,
    ".SH SYNOPSIS",
    `.B kmspol ${roff(verb.name())}`,
    roff([...operands.map(operandWords), "[flags]"].join(" ")),
    ".SH DESCRIPTION",
    roff(verb.description()),
    ...(operands.length > 0 ? [".SH OPERANDS"] : []),
    ...operands.flatMap((operand) => [".TP", `.I ${roff(operand.name())}`, roff(operand.description)]),
    ...(flags.length > 0 ? [".SH FLAGS"] : []),
    ...optionLines(flags),
    ".SH FLAGS OF EVERY VERB",
    ...optionLines(program.options),
    ...(examples.length > 0 ? [".SH EXAMPLES"] : []),
    ...examples.flatMap(termLines),
    ".SH EXIT STATUS",
    roff("0: done; 1: the answer is no; from 2 on it failed. kmspol(1) lists them all."),
    ".SH SEE ALSO",
    ".BR kmspol (1)",
  ]);
};

/** The program's manual page, from what its verbs say about themselves: roff with the macros of man(7). */
export const manPage = (program: Command, version: string): string => {
  const verbs = program.commands.filter((command) => !isHidden(program, command));
  return textOf([
    headOf("kmspol", version),
    ".SH NAME",
    "kmspol \\- edit AWS KMS key policies safely",
    ".SH SYNOPSIS",
    ".B kmspol",
    "[flags] <verb> ...",
    ".SH DESCRIPTION",
    roff(program.description()),
    "Alone on a terminal it opens a guided menu.",
    ...verbs.flatMap((verb, i) => [
      ...(verb.helpGroup() === verbs[i - 1]?.helpGroup() ? [] : [`.SH ${roff(groupName(verb))}`]),
      ...verbLines(verb),
    ]),
    ".SH FLAGS OF EVERY VERB",
    ...optionLines(program.options),
    ".SH ENVIRONMENT",
    ...environment.flatMap(termLines),
    ".SH EXIT STATUS",
    ...exitStatus.flatMap(termLines),
    ".SH SEE ALSO",
    roff("kmspol-VERB(1) tells of one verb, its flags and examples, as kmspol help VERB does"),
  ]);
};

const termLines = ([term, words]: readonly [string, string]): string[] => [
  ".TP",
  `.B ${roff(term)}`,
  roff(words),
];

const environment = [
  [
    "KMSPOL_EDITOR, VISUAL, EDITOR",
    "the editor, the first of them that is set; split into words as a shell would",
  ],
  ["KMSPOL_PAGER, PAGER", "the pager for reviews longer than the screen; empty or cat: they are not paged"],
  ["KMSPOL_STATE_DIR", "the folder of the history and of kept texts"],
  ["NO_COLOR, FORCE_COLOR", "no colours, or colours where there is no terminal"],
  ["AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, ...", "what the AWS SDK reads"],
] as const;

const exitStatus = [
  ["0", "done; nothing to do; can: allowed"],
  ["1", "the answer is no: can, diff --exit-code, check"],
  ["2", "usage: unknown flag, missing operand, text that cannot be read"],
  ["3", "refused: the result has errors, locks out, or is less safe and was not accepted"],
  ["4", "conflict: the policy changed underneath and could not be merged"],
  ["5", "AWS or the network failed"],
  ["130", "cancelled"],
  ["143", "stopped by SIGTERM"],
] as const;

const isHidden = (program: Command, command: Command): boolean =>
  !program.createHelp().visibleCommands(program).includes(command);

const groupName = (verb: Command): string => verb.helpGroup().replace(/:$/, "").toUpperCase();

/** A verb in a line: its flags and examples are on its own page. */
const verbLines = (verb: Command): string[] => [
  ".TP",
  `.B ${roff([verb.name(), ...verb.registeredArguments.map(operandWords)].join(" "))}`,
  roff(verb.summary() || verb.description()),
];

const operandWords = (operand: Argument): string => {
  const words = operand.name() + (operand.variadic ? "..." : "");
  return operand.required ? `<${words}>` : `[${words}]`;
};

const optionLines = (options: readonly Option[]): string[] =>
  options.flatMap(({ flags, description, argChoices }) => [
    ".TP",
    `.B ${roff(flags)}`,
    roff(description + (argChoices ? ` (${argChoices.join(", ")})` : "")),
  ]);

/** The examples at the end of a verb's help: each a command, and what it does. */
export const examplesOf = (verb: Command): readonly (readonly [command: string, does: string])[] => {
  let text = "";
  (verb as Command & NodeJS.EventEmitter).emit("afterHelp", {
    error: false,
    command: verb,
    write: (part: string) => (text += part),
  });
  return [...text.matchAll(/^ {2}(\S.*)\n {6}(.+)$/gm)].map(([, command = "", does = ""]) => [command, does]);
};

/** A text as roff reads it back: backslashes and hyphens as themselves, nothing at its beginning taken for a request. */
const roff = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll("\n", " ")
    .replace(/^(?=[.'])/, "\\&");
