import { maximumDepth } from "../limits.ts";
import type { ScalarNode, SyntaxMember, SyntaxNode } from "../syntax.ts";

/**
 * The tree of a text that JSON.parse accepts, with every place and every duplicate member; undefined where it is nested deeper than
 * we read. It looks for no faults: that makes it quick, and nearly every policy has none.
 */
export const readJson = (text: string): SyntaxNode | undefined => {
  const reader: Reader = { text, escapes: text.includes("\\"), at: 0 };
  try {
    return readValue(reader, 0);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
};

class TooDeep extends Error {}

interface Reader {
  readonly text: string;
  /** Whether it has a backslash at all; few policies have. */
  readonly escapes: boolean;
  /** What is before this offset is read. */
  at: number;
}

const readValue = (reader: Reader, depth: number): SyntaxNode => {
  const first = next(reader);
  if (first === '"') return readString(reader);
  if (first !== "{" && first !== "[") return readWord(reader);
  if (depth === maximumDepth) throw new TooDeep();
  return first === "{" ? readObject(reader, depth + 1) : readArray(reader, depth + 1);
};

const readArray = (reader: Reader, depth: number): SyntaxNode => {
  const start = reader.at++;
  const items: SyntaxNode[] = [];
  while (next(reader) !== "]") {
    if (items.length > 0) reader.at += 1;
    items.push(readValue(reader, depth));
  }
  return { start, end: ++reader.at, kind: "array", layout: "flow", items };
};

const readObject = (reader: Reader, depth: number): SyntaxNode => {
  const start = reader.at++;
  const members: SyntaxMember[] = [];
  while (next(reader) !== "}") {
    if (members.length > 0) reader.at += 1;
    next(reader);
    const nameNode = readString(reader);
    next(reader);
    reader.at += 1;
    members.push({ name: nameNode.value, nameNode, value: readValue(reader, depth) });
  }
  return { start, end: ++reader.at, kind: "object", layout: "flow", members };
};

/** The next character that is no white space. Outside of strings, JSON has nothing else up to the space. */
const next = (reader: Reader): string => {
  while (reader.text.charCodeAt(reader.at) <= 0x20) reader.at += 1;
  return reader.text.charAt(reader.at);
};

const readString = (reader: Reader) => {
  const { text, at: start } = reader;
  let quote = text.indexOf('"', start + 1);
  while (reader.escapes && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  const end = (reader.at = quote + 1);
  const raw = text.slice(start + 1, quote);
  const value = reader.escapes && raw.includes("\\") ? String(JSON.parse(text.slice(start, end))) : raw;
  return { start, end, kind: "string", value } as const;
};

/** Whether an odd number of backslashes stands before it. */
const isEscaped = (text: string, at: number): boolean => {
  let first = at;
  while (text.charAt(first - 1) === "\\") first -= 1;
  return (at - first) % 2 === 1;
};

const readWord = (reader: Reader): ScalarNode => {
  const start = reader.at;
  while (/[-+.\w]/.test(reader.text.charAt(reader.at))) reader.at += 1;
  const place = { start, end: reader.at };
  const word = reader.text.slice(start, reader.at);
  if (word === "null") return { ...place, kind: "null", value: null };
  if (word === "true" || word === "false") return { ...place, kind: "boolean", value: word === "true" };
  return { ...place, kind: "number", value: Number(word) };
};
