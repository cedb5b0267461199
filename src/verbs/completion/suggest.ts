import type { Argument, Command, Option } from "commander";
import { verbsOfEach } from "../each/line.ts";
import { type Question, takenOutBy, type Values, valuesOfFlag, valuesOfOperand } from "./suggest-values.ts";

/** One word that may come next, and what it is. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** What may come next: words that are known here, or what has to be asked for. Paths of files are the shell's own business. */
export interface NextWord {
  readonly known: readonly Suggestion[];
  readonly question?: Question;
}

/** Reads a command line up to the word under the cursor (the last one) and says what may stand in its place. */
export const nextWord = (program: Command, words: readonly string[]): NextWord => {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const inner = innerLine(program, words);
  if (inner) return inner;
  const { verb, operands, open } = readWords(program, before);
  if (open) return asNext(valuesOfFlag(open));
  if (typed.startsWith("-")) return known(flagsOf(program, verb));
  if (!verb) return known(program.commands.filter(isShown).map(asSuggestion));
  const argument = argumentAt(verb, operands.length);
  return argument ? operandOf(program, verb, argument, operands) : known([]);
};

const known = (suggestions: readonly Suggestion[]): NextWord => ({ known: suggestions });

const asNext = (values: Values): NextWord =>
  "kind" in values
    ? { known: [], question: values }
    : known(values.map((value) => ({ value, description: "" })));

/** What `each` is to run, behind its `--`: a line of its own, whose target is left out. */
const innerLine = (program: Command, words: readonly string[]): NextWord | undefined => {
  const dashes = words.indexOf("--");
  const { verb } = readWords(program, words.slice(0, Math.max(dashes, 0)));
  if (verb?.name() !== "each" || dashes < 0 || dashes === words.length - 1) return undefined;
  const [name = "", ...rest] = words.slice(dashes + 1);
  if (rest.length === 0) return asNext(verbsOfEach);
  const next = nextWord(program, [name, "KEY", ...rest]);
  // Who is in the policy differs from key to key.
  return next.question && "target" in next.question ? known([]) : next;
};

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

const operandOf = (
  program: Command,
  verb: Command,
  argument: Argument,
  operands: readonly string[],
): NextWord => {
  if (verb.name() === "help") return known(program.commands.filter(isShown).map(asSuggestion));
  const who = takenOutBy[verb.name()];
  const [target] = operands;
  if (who && target !== undefined) return { known: [], question: { kind: who, target } };
  return asNext(valuesOfOperand(argument));
};
