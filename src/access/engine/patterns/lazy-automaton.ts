import { firstPlaces, isComplete, nextPlaces, type Pattern, type Places, type Token } from "./pattern.ts";

/** A pattern as a deterministic automaton whose states are made when they are first met; 0 is the start. */
export interface LazyAutomaton {
  next(state: number, character: string): number;
  isAccepting(state: number): boolean;
  /** No text can lead to a match any more. */
  isDead(state: number): boolean;
  /** The tokens that may take the next character. */
  tokens(state: number): readonly Token[];
}

interface State {
  readonly places: Places;
  readonly accepting: boolean;
  readonly tokens: readonly Token[];
  readonly next: Map<string, number>;
}

/** The automaton of a pattern; a state is made when it is first reached. */
export const lazyAutomaton = (pattern: Pattern): LazyAutomaton => {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (places: Places): number => {
    const key = places.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const tokens = places.map((place) => pattern[place]).filter((token) => token !== undefined);
    states.push({ places, accepting: isComplete(pattern, places), tokens, next: new Map() });
    numbers.set(key, states.length - 1);
    return states.length - 1;
  };
  numberOf(firstPlaces(pattern));
  return {
    next: (number, character) => {
      const state = states[number];
      if (!state) return number;
      const known = state.next.get(character);
      if (known !== undefined) return known;
      const next = numberOf(nextPlaces(pattern, state.places, character));
      state.next.set(character, next);
      return next;
    },
    isAccepting: (number) => states[number]?.accepting ?? false,
    isDead: (number) => states[number]?.places.length === 0,
    tokens: (number) => states[number]?.tokens ?? [],
  };
};
