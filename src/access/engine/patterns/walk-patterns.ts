import type { Budget } from "../boxes/box.ts";
import { remembering } from "../group-by.ts";
import { type LazyAutomaton, lazyAutomaton } from "./lazy-automaton.ts";
import type { Pattern, Token } from "./pattern.ts";
import { inFixedOrder, patternKey } from "./pattern-key.ts";
import { usefulCharacters } from "./useful-characters.ts";

/** Which texts count: those that match `within` and none of `except`, and that are not in `avoid`. */
export interface Counted {
  readonly within: Pattern | undefined;
  readonly except: readonly Pattern[];
  readonly avoid: ReadonlySet<string>;
}

/** Finds a text for each combination of "matches, matches not" that one can have; undefined where the steps run out. */
export type Walk = (
  patterns: readonly Pattern[],
  counted: Counted,
  budget: Budget,
) => readonly string[] | undefined;

/** Different outcomes that are looked for at most. */
export const mostFound = 400;

// Patterns are met again within other shapes, and shapes with other patterns. What an automaton has learned holds for all of them.
const automataOf = new Map<string, LazyAutomaton>();
const mostAutomata = 1000;

const automatonOf = (pattern: Pattern): LazyAutomaton => {
  if (automataOf.size >= mostAutomata) automataOf.clear();
  return remembering(automataOf, patternKey(pattern), () => lazyAutomaton(pattern));
};

/** Walks all patterns at once, breadth first: the shortest text for each outcome (a non-empty one where there is one). */
export const walk: Walk = (patterns, counted, budget) => {
  const search = searchOf(inFixedOrder(patterns), counted, budget);
  if (!search.run()) return undefined;
  const missing = [...search.avoided].filter(([outcome]) => !search.found.has(outcome));
  const found = [...search.found.values()];
  return missing.length === 0 ? found : withAvoidedApart(patterns, counted, missing, found, budget);
};

/**
 * The same from the end of the texts: what a star stands before is told apart in fewer steps so. `*AWSReservedSSO_Team_????????????????`
 * may begin anywhere in a text, and ends where the text ends.
 */
export const walkFromEnd: Walk = (patterns, { within, except, avoid }, budget) =>
  walk(
    patterns.map(fromEnd),
    {
      within: within && fromEnd(within),
      except: except.map(fromEnd),
      avoid: new Set([...avoid].map(textFromEnd)),
    },
    budget,
  )?.map(textFromEnd);

const fromEnd = (pattern: Pattern): Pattern => [...pattern].reverse();
const textFromEnd = (text: string): string => Array.from(text).reverse().join("");

interface State {
  readonly text: string;
  /** Of each automaton: those of the patterns, of what does not count, and of the shape. */
  readonly numbers: readonly number[];
}

const searchOf = (patterns: readonly Pattern[], { within, except, avoid }: Counted, budget: Budget) => {
  const automata = [...patterns, ...except, ...(within ? [within] : [])].map(automatonOf);
  const shape = within ? automata.at(-1) : undefined;
  const numberOfShape = automata.length - 1;
  const found = new Map<string, string>();
  const avoided = new Map<string, string>();
  const accepts = ({ numbers }: State, index: number): boolean =>
    automata[index]?.isAccepting(numbers[index] ?? 0) === true;
  const note = (state: State): void => {
    const { text } = state;
    if (shape && !accepts(state, numberOfShape)) return;
    if (except.some((_, index) => accepts(state, patterns.length + index))) return;
    const outcome = patterns.map((_, index) => (accepts(state, index) ? "1" : "0")).join("");
    if (avoid.has(text)) avoided.set(outcome, text);
    else if (!found.has(outcome) || (found.get(outcome) === "" && text !== "")) found.set(outcome, text);
  };
  const leadsNowhere = ({ numbers }: State, character: string): boolean =>
    shape?.isDead(shape.next(numbers[numberOfShape] ?? 0, character)) === true;
  const run = (): boolean => {
    const start: State = { text: "", numbers: automata.map(() => 0) };
    const seen = new Set([start.numbers.join()]);
    const queue = [start];
    note(start);
    for (const state of queue) {
      for (const character of usefulCharacters(tokensOf(automata, state))) {
        if (leadsNowhere(state, character)) {
          budget.left -= 1;
          continue;
        }
        const numbers = state.numbers.map((number, index) => automata[index]?.next(number, character) ?? 0);
        budget.left -= numbers.length;
        const next = { text: state.text + character, numbers };
        note(next);
        const key = numbers.join();
        if (!seen.has(key)) queue.push(next);
        seen.add(key);
      }
      if (budget.left < 0 || found.size > mostFound) return false;
    }
    return true;
  };
  return { found, avoided, run };
};

const tokensOf = (automata: readonly LazyAutomaton[], { numbers }: State): readonly Token[] =>
  numbers.flatMap((number, index) => automata[index]?.tokens(number) ?? []);

// A text to avoid may have taken the place of a good one that reads alike: tell them apart by making each a pattern of its own.
const withAvoidedApart = (
  patterns: readonly Pattern[],
  counted: Counted,
  missing: readonly (readonly [outcome: string, text: string])[],
  found: readonly string[],
  budget: Budget,
): readonly string[] | undefined => {
  const texts = new Set(missing.map(([, text]) => text));
  const exact = [...texts].map((text): Pattern => Array.from(text, (only) => ({ star: false, only })));
  const apart = walk([...patterns, ...exact], { ...counted, avoid: new Set() }, budget);
  return apart && [...new Set([...found, ...apart.filter((text) => !texts.has(text))])];
};
