import { firstPlaces, isComplete, nextPlaces, type Pattern, type Places, type Token } from "./pattern.ts";

/** How far a search may go. */
export interface ExploreLimits {
  readonly states: number;
  readonly found: number;
}

export const usualLimits: ExploreLimits = { states: 6000, found: 400 };

/**
 * Walks all patterns at once, breadth first, and finds for each combination of "matches, matches not" that some text can have the
 * shortest such text (a non-empty one where there is one). A text in `avoid` does not count. Undefined when the limits are passed.
 */
export const explorePatterns = (
  patterns: readonly Pattern[],
  avoid: ReadonlySet<string> = new Set(),
  limits: ExploreLimits = usualLimits,
): ReadonlyMap<string, string> | undefined => {
  const found = new Map<string, string>();
  const start: State = { text: "", places: patterns.map(firstPlaces) };
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  let avoided = false;
  const note = (state: State): void => {
    const outcome = outcomeOf(patterns, state);
    const known = found.get(outcome);
    if (avoid.has(state.text)) avoided ||= known === undefined;
    else if (known === undefined || (known === "" && state.text !== "")) found.set(outcome, state.text);
  };
  note(start);
  for (const state of queue) {
    for (const character of usefulCharacters(patterns, state.places)) {
      const next = step(patterns, state, character);
      note(next);
      const key = keyOf(next);
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
    if (queue.length > limits.states || found.size > limits.found) return undefined;
  }
  return avoided ? withAvoidedApart(patterns, avoid, found, limits) : found;
};

interface State {
  readonly text: string;
  readonly places: readonly Places[];
}

const keyOf = ({ places }: State): string => places.map((some) => some.join()).join(";");

const outcomeOf = (patterns: readonly Pattern[], { places }: State): string =>
  patterns.map((pattern, index) => (isComplete(pattern, places[index] ?? []) ? "1" : "0")).join("");

const step = (patterns: readonly Pattern[], { text, places }: State, character: string): State => ({
  text: text + character,
  places: patterns.map((pattern, index) => nextPlaces(pattern, places[index] ?? [], character)),
});

// A text to avoid may have taken the place of a good one that reads alike: tell them apart by making each a pattern of its own.
const withAvoidedApart = (
  patterns: readonly Pattern[],
  avoid: ReadonlySet<string>,
  found: ReadonlyMap<string, string>,
  limits: ExploreLimits,
): ReadonlyMap<string, string> | undefined => {
  const exact = [...avoid].map((text): Pattern => [...text].map((only) => ({ star: false, only })));
  const apart = explorePatterns([...patterns, ...exact], new Set(), limits);
  if (!apart) return undefined;
  const merged = new Map(found);
  for (const [outcome, text] of apart) {
    const own = outcome.slice(0, patterns.length);
    if (!merged.has(own) && !outcome.slice(patterns.length).includes("1")) merged.set(own, text);
  }
  return merged;
};

const fillers =
  "xyzwvutsrqponmlkjihgfedcbaXYZWVUTSRQPONMLKJIHGFEDCBA0123456789-_.,/:@=+ ~!#%&()[]{}<>;|^'`\"$\\";

// Only characters that some pattern treats in its own way, and one that stands for all others.
const usefulCharacters = (patterns: readonly Pattern[], places: readonly Places[]): string[] => {
  const active: Token[] = [];
  patterns.forEach((pattern, index) => {
    for (const place of places[index] ?? []) {
      const token = pattern[place];
      if (token) active.push(token);
    }
  });
  const useful = new Set<string>();
  for (const { only, except } of active) {
    if (only !== undefined && only.length <= 2) for (const character of only) useful.add(character);
    for (const character of except ?? "") useful.add(character);
  }
  for (const { only } of active) {
    if (only === undefined || only.length <= 2) continue;
    const other = [...only].find((character) => !useful.has(character));
    if (other !== undefined) useful.add(other);
  }
  const filler = [...fillers].find((character) => !useful.has(character));
  return filler === undefined ? [...useful] : [filler, ...useful];
};
