import type { Budget } from "../boxes/box.ts";
import { remembering } from "../group-by.ts";
import { type LazyAutomaton, lazyAutomaton } from "./lazy-automaton.ts";
import type { Pattern, Token } from "./pattern.ts";
import { usefulCharacters } from "./useful-characters.ts";

export interface ExploreOptions {
  /** Only texts that match this pattern count. */
  readonly within?: Pattern;
  /** These texts do not count. */
  readonly avoid?: ReadonlySet<string>;
  /** Steps left for a whole comparison; what they run out for is not found. */
  readonly budget?: Budget | undefined;
}

/** How far a search may go: steps of all automata together, and different outcomes. */
const mostSteps = 120_000;
const mostFound = 400;

// Policies share their wildcards: whoever compares many asks the same thing again and again. So does a check, a rule at a time, of
// each statement of one policy: there is room for those.
const known = new Map<string, readonly string[] | undefined>();
const mostKnown = 4000;

/**
 * Walks all patterns at once, breadth first, and finds for each combination of "matches, matches not" that some text can have the
 * shortest such text (a non-empty one where there is one). Undefined when that would go too far.
 */
export const explorePatterns = (
  patterns: readonly Pattern[],
  options: ExploreOptions = {},
): readonly string[] | undefined => {
  const { within, avoid = new Set(), budget = { left: mostSteps } } = options;
  const key = JSON.stringify([patterns.map(textOf), within && textOf(within), [...avoid]]);
  if (known.has(key)) return known.get(key);
  const walk = (search: typeof explored): readonly string[] | undefined => {
    const own = { left: Math.min(budget.left, mostSteps) };
    budget.left -= own.left;
    const found = search(patterns, within, avoid, own);
    budget.left += Math.max(own.left, 0);
    return found;
  };
  const ahead = walk(explored);
  const isCut = budget.left < mostSteps;
  const found = ahead ?? walk(exploredFromEnd);
  // With more steps something may be found the next time.
  if (isCut && found === undefined) return undefined;
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
};

// Patterns are met again within other shapes, and shapes with other patterns. What an automaton has learned holds for all of them.
const automataOf = new Map<string, LazyAutomaton>();
const mostAutomata = 1000;

const automatonOf = (pattern: Pattern): LazyAutomaton => {
  if (automataOf.size >= mostAutomata) automataOf.clear();
  return remembering(automataOf, textOf(pattern), () => lazyAutomaton(pattern));
};

const texts = new WeakMap<Pattern, string>();

/** A text that is equal for equal patterns only, made once. */
const textOf = (pattern: Pattern): string => {
  const known = texts.get(pattern);
  if (known !== undefined) return known;
  const text = JSON.stringify(pattern);
  texts.set(pattern, text);
  return text;
};

const explored = (
  patterns: readonly Pattern[],
  within: Pattern | undefined,
  avoid: ReadonlySet<string>,
  budget: Budget,
): readonly string[] | undefined => {
  const automata = [...inFixedOrder(patterns), ...(within ? [within] : [])].map(automatonOf);
  const search = searchOf(automata, within ? automata.length - 1 : undefined, avoid, budget);
  if (!search.run()) return undefined;
  const missing = [...search.avoided].filter(([outcome]) => !search.found.has(outcome));
  const found = [...search.found.values()];
  return missing.length === 0 ? found : withAvoidedApart(patterns, within, missing, found, budget);
};

// What a star stands before is told apart in fewer steps from the end: `*AWSReservedSSO_Team_????????????????` may begin anywhere in a text,
// and ends where the text ends.
const exploredFromEnd: typeof explored = (patterns, within, avoid, budget) =>
  explored(
    patterns.map(fromEnd),
    within && fromEnd(within),
    new Set([...avoid].map(textFromEnd)),
    budget,
  )?.map(textFromEnd);

const fromEnd = (pattern: Pattern): Pattern => [...pattern].reverse();
const textFromEnd = (text: string): string => Array.from(text).reverse().join("");

// Whatever the order in which a policy lists its values, the same texts are found.
const inFixedOrder = (patterns: readonly Pattern[]): readonly Pattern[] =>
  [...new Map(patterns.map((pattern) => [textOf(pattern), pattern]))]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, pattern]) => pattern);

interface State {
  readonly text: string;
  readonly numbers: readonly number[];
}

const searchOf = (
  automata: readonly LazyAutomaton[],
  required: number | undefined,
  avoid: ReadonlySet<string>,
  budget: Budget,
) => {
  const found = new Map<string, string>();
  const avoided = new Map<string, string>();
  const note = ({ text, numbers }: State): void => {
    if (required !== undefined && automata[required]?.isAccepting(numbers[required] ?? 0) !== true) return;
    const outcome = numbers
      .map((number, index) => (automata[index]?.isAccepting(number) === true ? "1" : "0"))
      .join("");
    if (avoid.has(text)) avoided.set(outcome, text);
    else if (!found.has(outcome) || (found.get(outcome) === "" && text !== "")) found.set(outcome, text);
  };
  const leadsNowhere = ({ numbers }: State, character: string): boolean => {
    const shape = required === undefined ? undefined : automata[required];
    return shape?.isDead(shape.next(numbers[required ?? 0] ?? 0, character)) === true;
  };
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
  within: Pattern | undefined,
  missing: readonly (readonly [outcome: string, text: string])[],
  found: readonly string[],
  budget: Budget,
): readonly string[] | undefined => {
  const texts = new Set(missing.map(([, text]) => text));
  const exact = [...texts].map((text): Pattern => Array.from(text, (only) => ({ star: false, only })));
  const apart = explored([...patterns, ...exact], within, new Set(), budget);
  return apart && [...new Set([...found, ...apart.filter((text) => !texts.has(text))])];
};
