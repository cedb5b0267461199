import type { Flag } from "../../cli/flag.ts";
import { globalFlags } from "../../cli/options.ts";
import type { AnyVerb } from "../verb.ts";

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

/** Takes the words of a command line apart by what its verb declares: the flags with their values, and the operands. */
export const relatedLine = ({ flags }: Pick<AnyVerb, "flags">, args: readonly string[]): RelatedLine => {
  const options = [...Object.values(flags), ...Object.values<Flag>(globalFlags)].map(optionFor);
  const [operands, words]: [string[], string[]] = [[], []];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? "";
    const option = optionOf(word, options);
    const taken = option && takesNext(option, word, args[i + 1]) ? args.slice(i, i + 2) : [word];
    i += taken.length - 1;
    if (option) words.push(...(option.names.some((name) => saidOnce.has(name)) ? [] : taken));
    else if (operands.length < 2 && word !== "--") operands.push(word);
    else words.push(word);
  }
  const [verb = "", target = ""] = operands;
  return { verb, target, words };
};

/** A flag as it stands in a command line. */
interface Option {
  readonly names: readonly string[];
  readonly value: "none" | "optional" | "required";
}

const optionFor = ({ words }: Flag): Option => ({
  names: words.match(/(?<!\S)--?[\w-]+/g) ?? [],
  value: words.includes("<") ? "required" : words.includes("[") ? "optional" : "none",
});

const optionOf = (word: string, options: readonly Option[]): Option | undefined =>
  word === "-" ? undefined : options.find(({ names }) => names.includes(word.replace(/=.*/s, "")));

const takesNext = (option: Option, word: string, next: string | undefined): boolean =>
  next !== undefined &&
  !word.includes("=") &&
  (option.value === "required" || (option.value === "optional" && !next.startsWith("-")));
