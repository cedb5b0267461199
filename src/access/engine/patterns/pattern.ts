/**
 * A pattern is a row of tokens; each takes one character, or as many as there are (`star`). `only` lists the characters that it
 * takes, `except` those that it does not; one of the two is given.
 */
export interface Token {
  readonly star: boolean;
  readonly only?: string;
  readonly except?: string;
}

export type Pattern = readonly Token[];

/** The places in a pattern up to which the text so far may have been read; `pattern.length` is its end. */
export type Places = readonly number[];

/** Whether a token matches a character. */
export const takes = (token: Token, character: string): boolean =>
  token.only === undefined ? !(token.except ?? "").includes(character) : token.only.includes(character);

/** Where reading starts. */
export const firstPlaces = (pattern: Pattern): Places => withStarsSkipped(pattern, [0]);

/** Where reading stands after one more character; empty when the pattern can no longer match. */
export const nextPlaces = (pattern: Pattern, places: Places, character: string): Places => {
  const reached: number[] = [];
  for (const place of places) {
    const token = pattern[place];
    if (token && takes(token, character)) reached.push(token.star ? place : place + 1);
  }
  return reached.length === 0 ? reached : withStarsSkipped(pattern, reached);
};

/** Whether the whole pattern is read where reading stands at these places. */
export const isComplete = (pattern: Pattern, places: Places): boolean => places.at(-1) === pattern.length;

/** Whether the whole text matches. */
export const matchesPattern = (pattern: Pattern, text: string): boolean =>
  pattern.every(({ star, except }) => !star || except === "")
    ? matchesFreely(pattern, text)
    : walks(pattern, text);

const walks = (pattern: Pattern, text: string): boolean => {
  let places = firstPlaces(pattern);
  for (const character of text) places = nextPlaces(pattern, places, character);
  return isComplete(pattern, places);
};

// Where each star takes anything, only the last star passed can be worth going back to.
const matchesFreely = (pattern: Pattern, text: string): boolean => {
  let [place, at, star, from] = [0, 0, -1, 0];
  while (at < text.length) {
    const token = pattern[place];
    if (token?.star === true) {
      [star, from] = [place, at];
      place += 1;
    } else if (token && takes(token, text.charAt(at))) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      from += 1;
      [place, at] = [star + 1, from];
    } else return false;
  }
  return pattern.slice(place).every((token) => token.star);
};

// A star may take nothing, so the place behind it is reached as well. Kept sorted and without doubles.
const withStarsSkipped = (pattern: Pattern, places: readonly number[]): Places => {
  const reached = new Set(places);
  for (const place of reached) if (pattern[place]?.star) reached.add(place + 1);
  return [...reached].sort((left, right) => left - right);
};
