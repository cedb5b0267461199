import type { Command, Option } from "commander";

/** A verb's line, as it is run on another key: the operand that named the key is left out, and what is said once for all. */
export interface RelatedLine {
  readonly verb: string;
  /** The operand that named the key. */
  readonly target: string;
  readonly words: readonly string[];
}

/** What is answered, or chosen, once for all related keys. */
const saidOnce: ReadonlySet<string> = new Set([
  ...["--related", "--yes", "--dry-run", "--json", "--debug", "--no-color"],
  ...["--profile", "--region", "--endpoint-url"],
]);

/** Takes the words of a command line apart by what `command` declares: its flags with their values, and its operands. */
export const relatedLine = (command: Command, args: readonly string[]): RelatedLine => {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const [operands, words]: [string[], string[]] = [[], []];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? "";
    const option = optionOf(word, options);
    const taken = option && takesNext(option, word, args[i + 1]) ? args.slice(i, i + 2) : [word];
    i += taken.length - 1;
    if (option) words.push(...(saidOnce.has(option.long ?? "") ? [] : taken));
    else if (operands.length < 2 && word !== "--") operands.push(word);
    else words.push(word);
  }
  const [verb = "", target = ""] = operands;
  return { verb, target, words };
};

const optionOf = (word: string, options: readonly Option[]): Option | undefined =>
  word === "-"
    ? undefined
    : options.find(({ long, short }) => [long, short].includes(word.replace(/=.*/s, "")));

const takesNext = (option: Option, word: string, next: string | undefined): boolean =>
  next !== undefined &&
  !word.includes("=") &&
  (option.required || (option.optional && !next.startsWith("-")));
