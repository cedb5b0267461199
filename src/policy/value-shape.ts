/**
 * A set of texts, written as a regular expression of literals, classes, groups, `|`, `?`, `*`, `+`, `{n}` and `{n,m}`: of it can be said
 * whether a text is in it, and whether a pattern of the policy language can match any text of it.
 */
export interface Shape {
  /** Whether the text is in it; with `ignoreCase` in some case. */
  has(text: string, ignoreCase?: boolean): boolean;
  /** Whether a pattern of `*` and `?` matches a text in it; `byPart`: no wildcard crosses one of the first five colons (Arn operators). */
  meets(pattern: string, style?: { readonly ignoreCase?: boolean; readonly byPart?: boolean }): boolean;
}

/** One place of the automaton: where it goes without a character, and where with one of `on` (undefined: any). */
interface Place {
  readonly free: number[];
  readonly on?: ReadonlySet<string> | undefined;
  readonly to?: number;
}

/** Makes a place before `next` and returns it. */
type Part = (places: Place[], next: number) => number;

/** Reads the expression; what is made of it is made when it is first asked for. Throws Error for one that it cannot read. */
export const shape = (source: string): Shape => {
  let places: Place[] | undefined;
  let start = 0;
  const automaton = (): readonly Place[] => {
    if (places) return places;
    places = [{ free: [] }];
    start = readExpression(source)(places, 0);
    return places;
  };
  const exact = new Map<string, RegExp>();
  const expression = (flags: string): RegExp => {
    const known = exact.get(flags) ?? new RegExp(`^(?:${source})$`, flags);
    exact.set(flags, known);
    return known;
  };
  return {
    has: (text, ignoreCase = false) => expression(ignoreCase ? "i" : "").test(text),
    meets: (pattern, style = {}) => {
      const all = automaton();
      return walks(all, start, glyphsOf(pattern, style.byPart ?? false), style.ignoreCase ?? false);
    },
  };
};

/** `*`, `?` or a character; `within` a part of an ARN that ends with a colon. */
interface Glyph {
  readonly sign: string;
  readonly within: boolean;
}

const glyphsOf = (pattern: string, byPart: boolean): readonly Glyph[] => {
  let colons = 0;
  return Array.from(pattern, (sign) => {
    if (sign === ":") colons += 1;
    return { sign, within: byPart && colons < 5 };
  });
};

/** Whether some way leads through the automaton and the pattern at once: each pair of places is looked at once. */
const walks = (
  places: readonly Place[],
  start: number,
  glyphs: readonly Glyph[],
  ignoreCase: boolean,
): boolean => {
  const width = glyphs.length + 1;
  const seen = new Set<number>();
  const waiting: (readonly [place: number, glyph: number])[] = [[start, 0]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [at, index] = pair;
    if (seen.has(at * width + index)) continue;
    seen.add(at * width + index);
    if (at === 0 && index === glyphs.length) return true;
    const { free, on, to } = places[at] ?? { free: [] };
    for (const next of free) waiting.push([next, index]);
    const glyph = glyphs[index];
    if (!glyph) continue;
    if (glyph.sign === "*") waiting.push([at, index + 1]);
    if (to === undefined || !takes(on, glyph, ignoreCase)) continue;
    waiting.push([to, glyph.sign === "*" ? index : index + 1]);
  }
  return false;
};

const takes = (
  on: ReadonlySet<string> | undefined,
  { sign, within }: Glyph,
  ignoreCase: boolean,
): boolean => {
  if (on === undefined) return true;
  if (sign === "*" || sign === "?") return !within || on.size > 1 || !on.has(":");
  return on.has(sign) || (ignoreCase && (on.has(sign.toLowerCase()) || on.has(sign.toUpperCase())));
};

/** The expression as a part; `source` is read by places that move along it. */
const readExpression = (source: string): Part => {
  let at = 0;
  const alternatives = (): Part => {
    const parts = [sequence()];
    while (source[at] === "|") {
      at += 1;
      parts.push(sequence());
    }
    const [only] = parts;
    if (parts.length === 1 && only) return only;
    return (places, next) => added(places, { free: parts.map((part) => part(places, next)) });
  };
  const sequence = (): Part => {
    const parts: Part[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") parts.push(repeated(single()));
    return (places, next) => parts.reduceRight((after, part) => part(places, after), next);
  };
  const single = (): Part => {
    const sign = source[at++] ?? "";
    if (sign === "(") {
      const inner = alternatives();
      at += 1;
      return inner;
    }
    if (sign === ".") return (places, next) => added(places, { free: [], to: next });
    const on = sign === "[" ? classOf() : new Set(sign === "\\" ? source[at++] : sign);
    return (places, next) => added(places, { free: [], on, to: next });
  };
  const classOf = (): ReadonlySet<string> => {
    const end = source.indexOf("]", at);
    const written = source.slice(at, end);
    at = end + 1;
    return new Set(
      [...written.matchAll(/(.)-(.)|./g)].flatMap(([one, from, until]) =>
        from !== undefined && until !== undefined ? range(from, until) : [one],
      ),
    );
  };
  const repeated = (part: Part): Part => {
    const [written, low, high] =
      /^(?:\{(\d+)(,\d+)?\}|[?*+])/.exec(source.slice(at)) ?? ([] as (string | undefined)[]);
    if (written === undefined) return part;
    at += written.length;
    if (low !== undefined) return times(part, Number(low), Number(high?.slice(1) ?? low));
    return times(part, written === "+" ? 1 : 0, written === "?" ? 1 : Number.POSITIVE_INFINITY);
  };
  return alternatives();
};

const range = (from: string, until: string): readonly string[] =>
  Array.from({ length: until.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, step) =>
    String.fromCharCode(from.charCodeAt(0) + step),
  );

const added = (places: Place[], place: Place): number => places.push(place) - 1;

const times =
  (part: Part, least: number, most: number): Part =>
  (places, next) => {
    let entry = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: Place = { free: [next] };
      entry = added(places, loop);
      loop.free.push(part(places, entry));
    } else {
      for (let count = least; count < most; count++)
        entry = added(places, { free: [part(places, entry), next] });
    }
    for (let count = 0; count < least; count++) entry = part(places, entry);
    return entry;
  };
