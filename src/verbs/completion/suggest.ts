import type { Flag } from "../../cli/flag.ts";
import type { Operand } from "../../cli/operand.ts";
import { globalFlags } from "../../cli/options.ts";
import { manyVerbs } from "../each/line.ts";
import type { AnyVerb } from "../verb.ts";
import { type Question, type Values, valuesOfFlag, valuesOfOperand } from "./suggest-values.ts";

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
export const nextWord = (verbs: readonly AnyVerb[], words: readonly string[]): NextWord => {
  const typed = words.at(-1) ?? "";
  const inner = innerLine(verbs, words);
  if (inner) return inner;
  const { verb, operands, open } = readWords(verbs, words.slice(0, -1));
  if (open) return asNext(valuesOfFlag(open, operands[0]));
  if (typed.startsWith("-")) return known(flagsOf(verb).map(asFlag));
  if (!verb) return known(verbs.filter(isShown).map(asVerb));
  const operand = operandAt(verb, operands.length);
  const state = operand?.named?.is === "target" ? /^(.+)@[^@]*$/.exec(typed) : null;
  if (state) return asNext({ kind: "states", target: state[1] ?? "" });
  return operand ? asNext(valuesOfOperand(operand, operands[0])) : known([]);
};

const known = (suggestions: readonly Suggestion[]): NextWord => ({ known: suggestions });

const asNext = (values: Values): NextWord =>
  "kind" in values
    ? { known: [], question: values }
    : known(values.map((value) => ({ value, description: "" })));

/** What `each` is to run, behind its `--`: a line of its own, whose target is left out. */
const innerLine = (verbs: readonly AnyVerb[], words: readonly string[]): NextWord | undefined => {
  const dashes = words.indexOf("--");
  const { verb } = readWords(verbs, words.slice(0, Math.max(dashes, 0)));
  if (verb?.name !== "each" || dashes < 0 || dashes === words.length - 1) return undefined;
  const [name = "", ...rest] = words.slice(dashes + 1);
  if (rest.length === 0) return asNext(manyVerbs(verbs).map((one) => one.name));
  const next = nextWord(verbs, [name, "KEY", ...rest]);
  // Who is in the policy differs from key to key.
  return next.question && "target" in next.question ? known([]) : next;
};

interface ReadLine {
  readonly verb: AnyVerb | undefined;
  readonly operands: readonly string[];
  /** A flag that waits for its value. */
  readonly open: Flag | undefined;
}

const readWords = (verbs: readonly AnyVerb[], words: readonly string[]): ReadLine => {
  let verb: AnyVerb | undefined;
  let open: Flag | undefined;
  const operands: string[] = [];
  for (const word of words) {
    if (open) open = undefined;
    else if (word.startsWith("-") && word !== "-") open = waiting(verb, word);
    else if (verb) operands.push(word);
    else verb = verbs.find(({ name }) => name === word);
  }
  return { verb, operands, open };
};

const waiting = (verb: AnyVerb | undefined, word: string): Flag | undefined =>
  flagsOf(verb).find(({ words }) => words.includes("<") && words.split(/,? /).includes(word));

const flagsOf = (verb: AnyVerb | undefined): readonly Flag[] => [
  ...Object.values(verb?.flags ?? {}),
  { words: "-V, --version", does: "print the version" },
  ...Object.values(globalFlags),
];

const asFlag = ({ words, does }: Flag): Suggestion => ({
  value: /--[\w-]+/.exec(words)?.[0] ?? words,
  description: does,
});

const isShown = ({ group }: AnyVerb): boolean => group !== undefined;

const asVerb = ({ name, summary }: AnyVerb): Suggestion => ({ value: name, description: summary });

const operandAt = ({ operands }: AnyVerb, place: number): Operand | undefined => {
  const last = operands.at(-1);
  return operands[place] ?? (last?.several ? last : undefined);
};
