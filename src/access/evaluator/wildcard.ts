/** `*` in a pattern: any run of characters, none included. */
export const anyRun = Symbol("*");
/** `?` in a pattern: one character. */
export const anyOne = Symbol("?");

/** One place of a pattern: a character that stands for itself, or a wildcard. */
export type Glyph = string | typeof anyRun | typeof anyOne;

// The same few texts are read over and over, once for each request.
const remembered = (read: (text: string) => readonly Glyph[]): ((text: string) => readonly Glyph[]) => {
  const known = new Map<string, readonly Glyph[]>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    if (known.size >= mostKnown) known.clear();
    const glyphs = read(text);
    known.set(text, glyphs);
    return glyphs;
  };
};
const mostKnown = 1000;

/** The characters of a text, each standing for itself. */
export const literalGlyphs = remembered((text) => Array.from(text));

/** A text with `*` and `?` as wildcards. */
export const wildcardGlyphs = remembered((text) =>
  Array.from(text, (character) => (character === "*" ? anyRun : character === "?" ? anyOne : character)),
);

/**
 * Does the pattern match the whole text? Goes back to the last `*` only, as an earlier one can never do better:
 * at most pattern times text steps, whatever the pattern (a regular expression could take exponential time).
 */
export const matchesGlyphs = (pattern: readonly Glyph[], text: string): boolean => {
  const characters = Array.from(text);
  let at = 0;
  let place = 0;
  let retryPlace = -1;
  let retryAt = 0;
  while (at < characters.length) {
    const glyph = pattern[place];
    if (glyph === anyRun) {
      retryPlace = ++place;
      retryAt = at;
    } else if (glyph === anyOne || glyph === characters[at]) {
      place++;
      at++;
    } else if (retryPlace >= 0) {
      place = retryPlace;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  return pattern.slice(place).every((glyph) => glyph === anyRun);
};

/** Does a text with `*` and `?` match the other text whole? Case matters. */
export const matchesWildcards = (pattern: string, text: string): boolean =>
  /[*?]/.test(pattern) ? matchesGlyphs(wildcardGlyphs(pattern), text) : pattern === text;
