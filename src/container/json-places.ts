import type { Span } from "../policy/text/text-edit.ts";

/** A step into a JSON value. */
export type Step = string | number;

/** The place of the value at a path in a text that is valid JSON; undefined where there is none. Values beside the path are passed over. */
export const locate = (text: string, path: readonly Step[]): Span | undefined => {
  let at = skipSpace(text, 0);
  for (const step of path) {
    const inside = typeof step === "number" ? itemAt(text, at, step) : memberAt(text, at, step);
    if (inside === undefined) return undefined;
    at = inside;
  }
  return { start: at, end: endOf(text, at) };
};

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
};

const itemAt = (text: string, start: number, index: number): number | undefined => {
  if (text[start] !== "[") return undefined;
  let at = skipSpace(text, start + 1);
  for (let count = 0; text[at] !== "]" && at < text.length; count++) {
    if (count === index) return at;
    at = skipSpace(text, endOf(text, at));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return undefined;
};

/** The last member of that name counts, as for JSON parsers. */
const memberAt = (text: string, start: number, name: string): number | undefined => {
  if (text[start] !== "{") return undefined;
  let found: number | undefined;
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const end = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === name) found = value;
    at = skipSpace(text, endOf(text, value));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
};

const endOf = (text: string, start: number): number => {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== "{" && text[start] !== "[") {
    const word = /[-+.\w]+/y;
    word.lastIndex = start;
    return word.exec(text) ? word.lastIndex : start + 1;
  }
  const sign = /["{}[\]]/g;
  sign.lastIndex = start;
  for (let depth = 0, next = sign.exec(text); next; next = sign.exec(text)) {
    if (next[0] === '"') sign.lastIndex = endOfString(text, next.index);
    else if (next[0] === "{" || next[0] === "[") depth += 1;
    else if (--depth === 0) return sign.lastIndex;
  }
  return text.length;
};

/** For a string literal that begins at `start`: where each of its letters is written. */
export const placesInString = (text: string, start: number): ((offset: number) => number) => {
  const places: number[] = [];
  let known = start + 1;
  return (offset) => {
    while (places.length <= offset && known < text.length) {
      places.push(known);
      known += text[known] !== "\\" ? 1 : text[known + 1] === "u" ? 6 : 2;
    }
    return places[offset] ?? known;
  };
};
