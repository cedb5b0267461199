import { maximumDepth } from "../../policy/limits.ts";
import { HclFault, type Token, tokensOf } from "./lexer.ts";
import type { Block, Body, Expression, Member, Place } from "./syntax.ts";

interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** The blocks of a Terraform or OpenTofu source. Throws HclFault with the place of the first fault. */
export const parseHcl = (text: string): Body => {
  const reader: Reader = { text, tokens: tokensOf(text), at: 0, depth: 0 };
  return body(reader, false);
};

/** One expression by itself, such as what stands in a template. Throws HclFault. */
export const parseExpression = (text: string, start: number, end: number): Expression => {
  const tokens = tokensOf(text.slice(start, end)).map((token) => ({
    ...token,
    start: token.start + start,
    end: token.end + start,
  }));
  return expression({ text, tokens, at: 0, depth: 0 }, new Set());
};

const peek = ({ tokens, at }: Reader, ahead = 0): Token | undefined => tokens[at + ahead];

const skipLines = (reader: Reader): void => {
  while (peek(reader)?.kind === "line") reader.at += 1;
};

const fail = (reader: Reader, message: string): HclFault =>
  new HclFault(message, peek(reader)?.start ?? reader.text.length);

const deeper = <T>(reader: Reader, read: () => T): T => {
  if (reader.depth >= maximumDepth) throw fail(reader, `nested deeper than ${maximumDepth} levels`);
  reader.depth += 1;
  const value = read();
  reader.depth -= 1;
  return value;
};

const body = (reader: Reader, isInner: boolean): Body => {
  const attributes = new Map<string, Expression>();
  const blocks: Block[] = [];
  for (;;) {
    skipLines(reader);
    const token = peek(reader);
    if (!token || (isInner && token.text === "}")) return { attributes, blocks };
    if (token.kind !== "word") throw fail(reader, "a name is expected here");
    if (peek(reader, 1)?.text === "=") {
      reader.at += 2;
      attributes.set(token.text, expression(reader, new Set()));
    } else blocks.push(deeper(reader, () => block(reader)));
  }
};

const block = (reader: Reader): Block => {
  const first = peek(reader);
  reader.at += 1;
  const labels: string[] = [];
  for (let token = peek(reader); token?.kind === "string" || token?.kind === "word"; token = peek(reader)) {
    labels.push(token.text.replace(/^"|"$/g, ""));
    reader.at += 1;
  }
  if (peek(reader)?.text !== "{") throw fail(reader, "a block begins with {");
  reader.at += 1;
  const inner = body(reader, true);
  const end = peek(reader)?.end;
  if (end === undefined) throw fail(reader, "a block ends with }");
  reader.at += 1;
  return { type: first?.text ?? "", labels, body: inner, start: first?.start ?? 0, end };
};

/** Reads on to the end of an expression that is not one of those we read. */
const restOf = (reader: Reader, start: number, ends: ReadonlySet<string>): Expression => {
  let depth = 0;
  let end = start;
  for (let token = peek(reader); token; token = peek(reader)) {
    if (depth === 0 && (token.kind === "line" || ends.has(token.text) || /^[)\]}]$/.test(token.text))) break;
    if (token.kind === "sign" && /^[([{]$/.test(token.text)) depth += 1;
    if (token.kind === "sign" && /^[)\]}]$/.test(token.text)) depth -= 1;
    end = token.end;
    reader.at += 1;
  }
  return { kind: "other", start, end };
};

/** What may follow an expression that was read whole. */
const isAtEnd = (reader: Reader, ends: ReadonlySet<string>): boolean => {
  const token = peek(reader);
  return !token || token.kind === "line" || ends.has(token.text) || /^[)\]},]$/.test(token.text);
};

const expression = (reader: Reader, ends: ReadonlySet<string>): Expression =>
  deeper(reader, () => {
    const from = reader.at;
    const start = peek(reader)?.start ?? 0;
    const found = primary(reader);
    if (found && peek(reader)?.text === "?") return choice(reader, found, ends);
    if (found && isAtEnd(reader, ends)) return found;
    reader.at = from;
    const other = restOf(reader, start, new Set([...ends, "?", ","]));
    return peek(reader)?.text === "?" ? choice(reader, other, ends) : other;
  });

const choice = (reader: Reader, test: Place, ends: ReadonlySet<string>): Expression => {
  reader.at += 1;
  skipLines(reader);
  const yes = expression(reader, new Set([...ends, ":"]));
  skipLines(reader);
  if (peek(reader)?.text !== ":") return restOf(reader, test.start, ends);
  reader.at += 1;
  skipLines(reader);
  const no = expression(reader, ends);
  return { kind: "choice", test, yes, no, start: test.start, end: no.end };
};

const primary = (reader: Reader): Expression | undefined => {
  const token = peek(reader);
  if (!token) return undefined;
  const place = { start: token.start, end: token.end };
  if (token.kind === "string" || token.kind === "heredoc") {
    reader.at += 1;
    return { kind: token.kind, ...place };
  }
  if (token.kind === "number") {
    reader.at += 1;
    return { kind: "literal", value: Number(token.text), ...place };
  }
  if (token.text === "[") return list(reader);
  if (token.text === "{") return object(reader);
  return token.kind === "word" ? named(reader, token) : undefined;
};

const named = (reader: Reader, token: Token): Expression | undefined => {
  reader.at += 1;
  const { start, text } = token;
  const words = new Map<string, boolean | null>([
    ["true", true],
    ["false", false],
    ["null", null],
  ]);
  const word = words.get(text);
  if (word !== undefined) return { kind: "literal", value: word, start, end: token.end };
  if (peek(reader)?.text === "(") {
    const { items, end } = itemsUntil(reader, ")");
    return { kind: "call", name: text, items, start, end };
  }
  let end = token.end;
  for (;;) {
    const [dot, name] = [peek(reader), peek(reader, 1)];
    if (dot?.text === "." && (name?.kind === "word" || name?.kind === "number")) {
      end = name.end;
      reader.at += 2;
    } else if (dot?.text === "[" && dot.start === end && peek(reader, 2)?.text === "]") {
      end = peek(reader, 2)?.end ?? end;
      reader.at += 3;
    } else return { kind: "reference", path: reader.text.slice(start, end), start, end };
  }
};

const itemsUntil = (
  reader: Reader,
  close: string,
): { readonly items: readonly Expression[]; readonly end: number; readonly isPlain: boolean } => {
  reader.at += 1;
  const items: Expression[] = [];
  for (;;) {
    skipLines(reader);
    const token = peek(reader);
    if (!token) throw fail(reader, `a ${close} is missing`);
    if (token.text === close) {
      reader.at += 1;
      return { items, end: token.end, isPlain: true };
    }
    if (token.text === "for" && close === "]" && items.length === 0) {
      const rest = restOf(reader, token.start, new Set([close]));
      items.push(rest);
      skipRest(reader, close);
      continue;
    }
    items.push(expression(reader, new Set()));
    skipLines(reader);
    const next = peek(reader);
    if (next?.text === "," || next?.text === "...") reader.at += 1;
    else if (next?.text !== close) throw fail(reader, `a comma or ${close} is expected here`);
  }
};

/** A `for` goes over lines. */
const skipRest = (reader: Reader, close: string): void => {
  let depth = 0;
  for (let token = peek(reader); token; token = peek(reader)) {
    if (depth === 0 && token.text === close) return;
    if (token.kind === "sign" && /^[([{]$/.test(token.text)) depth += 1;
    if (token.kind === "sign" && /^[)\]}]$/.test(token.text)) depth -= 1;
    reader.at += 1;
  }
};

const list = (reader: Reader): Expression => {
  const start = peek(reader)?.start ?? 0;
  const { items, end } = itemsUntil(reader, "]");
  return { kind: "list", items, start, end };
};

const object = (reader: Reader): Expression => {
  const start = peek(reader)?.start ?? 0;
  reader.at += 1;
  const members: Member[] = [];
  for (;;) {
    skipLines(reader);
    const token = peek(reader);
    if (!token) throw fail(reader, "a } is missing");
    if (token.text === "}") {
      reader.at += 1;
      return { kind: "object", members, start, end: token.end };
    }
    if (token.text === "for" && members.length === 0) {
      skipRest(reader, "}");
      const end = peek(reader)?.end ?? token.end;
      reader.at += 1;
      return { kind: "other", start, end };
    }
    const isComputed = token.text === "(";
    const key = isComputed ? itemsUntil(reader, ")") : undefined;
    if (!isComputed) reader.at += 1;
    const name = isComputed ? (key?.items[0] ?? token) : token;
    const sign = peek(reader)?.text;
    if (sign !== "=" && sign !== ":") throw fail(reader, "= is expected here");
    reader.at += 1;
    skipLines(reader);
    const value = expression(reader, new Set());
    members.push({ name: reader.text.slice(name.start, name.end), nameStart: token.start, value });
    if (peek(reader)?.text === ",") reader.at += 1;
  }
};
