import type { Entry } from "./outline.ts";

/** `"Name":`, also in the quotes that YAML takes, or in none. */
const name = /(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w.-]+))\s*:/y;

/**
 * The members of an object by its brackets and quotes alone: what is wrong in one of them (a comma too many, one that is missing, a
 * quote of YAML, a comment) does not hide the others. `start` is the place of its `{`; undefined where there is none.
 */
export const membersIn = (text: string, start: number): readonly Entry[] | undefined => {
  const open = skip(text, start);
  if (text[open] !== "{") return undefined;
  const entries: Entry[] = [];
  let at = open + 1;
  while (at < text.length) {
    at = skip(text, at);
    if (at >= text.length || text[at] === "}") break;
    name.lastIndex = at;
    const found = name.exec(text);
    const value = found ? skip(text, name.lastIndex) : at;
    const end = behind(text, value);
    if (found) entries.push({ name: found[1] ?? found[2] ?? found[3] ?? "", start: at, value, end });
    at = end;
  }
  return entries;
};

/** Behind white space, commas and comments. */
const skip = (text: string, from: number): number => {
  const space = /(?:[\s,]|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|#[^\n]*)*/y;
  space.lastIndex = from;
  space.exec(text);
  return space.lastIndex;
};

/** Behind one value or sign; brackets are passed over with all that is in them. */
const behind = (text: string, from: number): number => {
  const sign =
    /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^']|'')*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{[\]}]|[^\s"'{}[\],/][^\s"{}[\],]*|[\s\S]/y;
  let depth = 0;
  let at = from;
  while (at < text.length) {
    sign.lastIndex = at;
    const [found = ""] = sign.exec(text) ?? [];
    if (depth === 0 && (found === "}" || found === "]")) return found === "]" ? at + 1 : at;
    at = sign.lastIndex;
    if (found === "{" || found === "[") depth += 1;
    else if (found === "}" || found === "]") depth -= 1;
    if (depth === 0 && found.trim() !== "") return at;
  }
  return at;
};
