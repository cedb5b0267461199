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

/** Whether some text is matched by both patterns. Walks each pair of places once at most. */
export const mayMeet = (one: readonly Glyph[], other: readonly Glyph[]): boolean => {
  const width = other.length + 1;
  const seen = new Set<number>();
  const open = [0];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const [at, to] = [Math.floor(state / width), state % width];
    const [mine, theirs] = [one[at], other[to]];
    if (mine === undefined && theirs === undefined) return true;
    if (mine === anyRun) open.push((at + 1) * width + to);
    if (theirs === anyRun) open.push(at * width + to + 1);
    if (mine === undefined || theirs === undefined) continue;
    if (mine === anyRun && theirs === anyRun) continue;
    if (mine === anyRun) open.push(at * width + to + 1);
    else if (theirs === anyRun) open.push((at + 1) * width + to);
    else if (mine === theirs || mine === anyOne || theirs === anyOne) open.push((at + 1) * width + to + 1);
  }
  return false;
};
