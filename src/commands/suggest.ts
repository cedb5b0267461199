import type { Argument, Command, Option } from "commander";
import { findingCodes } from "../check/codes.ts";

/** One word that may come next, and what it is. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** What only AWS, or a policy, can answer. */
export type Question =
  { readonly kind: "keys" } | { readonly kind: "admins" | "users" | "accounts"; readonly target: string };

/** What may come next: words that are known here, or what has to be asked for. Paths of files are the shell's own business. */
export interface NextWord {
  readonly known: readonly Suggestion[];
  readonly question?: Question;
}

/** Reads a command line up to the word under the cursor (the last one) and says what may stand in its place. */
export const nextWord = (program: Command, words: readonly string[]): NextWord => {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const { verb, operands, open } = readWords(program, before);
  if (open) return choices(open.argChoices ?? []);
  if (typed.startsWith("-")) return known(flagsOf(program, verb));
  if (!verb) return known(program.commands.filter(isShown).map(asSuggestion));
  const argument = argumentAt(verb, operands.length);
  return argument ? operandOf(program, verb, argument, operands) : known([]);
};

const known = (suggestions: readonly Suggestion[]): NextWord => ({ known: suggestions });

const choices = (values: readonly string[]): NextWord =>
  known(values.map((value) => ({ value, description: "" })));

interface ReadLine {
  readonly verb: Command | undefined;
  readonly operands: readonly string[];
  /** A flag that waits for its value. */
  readonly open: Option | undefined;
}

const readWords = (program: Command, words: readonly string[]): ReadLine => {
  let verb: Command | undefined;
  let open: Option | undefined;
  const operands: string[] = [];
  for (const word of words) {
    if (open) open = undefined;
    else if (word.startsWith("-") && word !== "-") open = waiting(program, verb, word);
    else if (verb) operands.push(word);
    else verb = program.commands.find((command) => command.name() === word);
  }
  return { verb, operands, open };
};

const waiting = (program: Command, verb: Command | undefined, word: string): Option | undefined =>
  optionsOf(program, verb).find(
    (option) => option.required && (option.long === word || option.short === word),
  );

const optionsOf = (program: Command, verb: Command | undefined): readonly Option[] => [
  ...(verb?.options ?? []),
  ...program.options,
];

const flagsOf = (program: Command, verb: Command | undefined): readonly Suggestion[] =>
  optionsOf(program, verb).flatMap(({ long, description, hidden }) =>
    long == null || hidden ? [] : [{ value: long, description }],
  );

const isShown = (command: Command): boolean => !("_hidden" in command && command["_hidden"] === true);

const asSuggestion = (command: Command): Suggestion => ({
  value: command.name(),
  description: command.summary(),
});

const argumentAt = (verb: Command, place: number): Argument | undefined => {
  const last = verb.registeredArguments.at(-1);
  return verb.registeredArguments[place] ?? (last?.variadic ? last : undefined);
};

/** Who is in the policy already: the only ones that a verb can take out. */
const removed: Readonly<Record<string, "admins" | "users" | "accounts">> = {
  "remove-admin": "admins",
  "remove-user": "users",
  "revoke-account": "accounts",
};

const operandOf = (
  program: Command,
  verb: Command,
  argument: Argument,
  operands: readonly string[],
): NextWord => {
  const name = argument.name();
  if (/^(?:target|a|b)$/.test(name)) return { known: [], question: { kind: "keys" } };
  if (name === "code") return choices(findingCodes);
  if (verb.name() === "help") return known(program.commands.filter(isShown).map(asSuggestion));
  const who = removed[verb.name()];
  const [target] = operands;
  if (who && target !== undefined) return { known: [], question: { kind: who, target } };
  return choices(argument.argChoices ?? []);
};
