import { maximumDepth } from "../../policy/limits.ts";
import type { Place } from "./syntax.ts";

/** A fault of the text, with its place. */
export class HclFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** A block or an attribute of the outermost level, not read yet. */
export interface Stretch extends Place {
  readonly type: string;
  readonly labels: readonly string[];
  readonly isAttribute: boolean;
}

const between = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|\uFEFF)*/y;
// A word ends where no letter of it follows: a long one would else be taken for several, in all ways there are.
const header =
  /(?<type>[\p{L}_][\p{L}\p{N}_-]*)(?![\p{L}\p{N}_-])(?<labels>(?:[ \t]*"(?:[^"\\\n]|\\.)*"|(?:[ \t]+|(?<="))[\p{L}_][\p{L}\p{N}_-]*(?![\p{L}\p{N}_-]))*)[ \t]*(?<sign>[{=])/uy;
const label = /"((?:[^"\\\n]|\\.)*)"|[\p{L}_][\p{L}\p{N}_-]*/gu;

/**
 * The blocks of a source, by their brackets, quotes and heredocs alone (HashiCorp, "HCL Native Syntax Specification"): a folder is
 * large, and little of it tells of keys. Throws HclFault; places count from `offset`.
 */
export const outlineOf = (text: string, offset = 0): readonly Stretch[] => {
  try {
    return stretchesIn(text);
  } catch (fault) {
    throw fault instanceof HclFault ? new HclFault(fault.message, fault.at + offset) : fault;
  }
};

const stretchesIn = (text: string): readonly Stretch[] => {
  const found: Stretch[] = [];
  for (let at = after(between, text, 0); at < text.length;) {
    header.lastIndex = at;
    const { type = "", labels = "", sign = "" } = header.exec(text)?.groups ?? {};
    if (type === "") throw new HclFault("a block is expected here", at);
    const isAttribute = sign === "=";
    const inside = header.lastIndex;
    const end = isAttribute ? closeOf(text, inside, true) : closeOf(text, inside - 1, false);
    const names = [...labels.matchAll(label)].map(([whole, quoted]) => quoted ?? whole);
    found.push({ type, labels: names, isAttribute, start: at, end });
    at = after(between, text, end);
  }
  return found;
};

const after = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

/** What is open: a bracket, a string, a template or a heredoc. */
export interface Opened {
  /** What closes it; the name of a heredoc. */
  readonly close: string;
  readonly kind: "bracket" | "string" | "heredoc";
  readonly at: number;
}

/** Where a scan of a source stands. */
export interface Scanner {
  readonly text: string;
  readonly open: Opened[];
}

/** Behind what closes the bracket at `start`; or, for an attribute, the end of the line on which its value ends. */
const closeOf = (text: string, start: number, isAttribute: boolean): number => {
  const scanner: Scanner = { text, open: [] };
  for (let at = start; at < text.length;) {
    const inner = scanner.open.at(-1);
    if (isAttribute && !inner && text[at] === "\n") return at;
    at = step(scanner, at);
    if (!isAttribute && scanner.open.length === 0) return at;
  }
  const last = scanner.open.at(-1);
  if (!last) return text.length;
  const what =
    last.kind === "string"
      ? "this string has no end"
      : last.kind === "heredoc"
        ? `the heredoc ${last.close} has no end`
        : `a ${last.close} is missing for this bracket`;
  throw new HclFault(what, last.at);
};

/** Passes over the next sign or stretch, whatever it is. Throws HclFault. */
export const step = (scanner: Scanner, at: number): number => {
  const inner = scanner.open.at(-1);
  if (inner?.kind === "string") return inString(scanner, at);
  return inner?.kind === "heredoc" ? inHeredoc(scanner, inner, at) : inCode(scanner, at);
};

const push = ({ open }: Scanner, opened: Opened): void => {
  if (open.length >= maximumDepth) throw new HclFault(`nested deeper than ${maximumDepth} levels`, opened.at);
  open.push(opened);
};

// A comment without an end goes to that of the text: each of many would else be followed to there.
const code =
  /[^"{}[\]()#/<\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|(?<endless>$))|(?<heredoc><<-?(?<name>[\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n)|(?<sign>[^])/uy;
const closers: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

const inCode = (scanner: Scanner, at: number): number => {
  code.lastIndex = at;
  const { endless, heredoc, name = "", sign = "" } = code.exec(scanner.text)?.groups ?? {};
  if (endless !== undefined) throw new HclFault("this comment has no end", at);
  const end = Math.max(code.lastIndex, at + 1);
  if (heredoc !== undefined) {
    push(scanner, { kind: "heredoc", close: name, at });
    // The end of the heredoc is looked for from the beginning of a line.
    return end - 1;
  }
  const closer = closers[sign];
  if (sign === '"') push(scanner, { kind: "string", close: '"', at });
  else if (closer !== undefined) push(scanner, { kind: "bracket", close: closer, at });
  else if (/^[}\])]$/.test(sign)) {
    const opened = scanner.open.pop();
    if (!opened) throw new HclFault(`this ${sign} closes nothing`, at);
    // Where brackets do not fit, it is the one which stays open that is to be mended: what closes belongs to one before it.
    if (opened.close !== sign) throw new HclFault(`a ${opened.close} is missing for this bracket`, opened.at);
  }
  return end;
};

const string = /[^"\\$%\n]+|\\[^]|\$\$\{|%%\{|(?<sign>"|\n|[$%]\{)|[$%]/y;

const inString = (scanner: Scanner, at: number): number => {
  string.lastIndex = at;
  const { sign } = string.exec(scanner.text)?.groups ?? {};
  const end = Math.max(string.lastIndex, at + 1);
  if (sign === "\n") throw new HclFault("this string has no end", scanner.open.at(-1)?.at ?? at);
  if (sign === '"') scanner.open.pop();
  else if (sign !== undefined) push(scanner, { kind: "bracket", close: "}", at });
  return end;
};

const heredoc = /[^$%\n]+|\$\$\{|%%\{|(?<open>[$%]\{)|[$%]|(?<line>\n)/y;

const inHeredoc = (scanner: Scanner, { close }: Opened, at: number): number => {
  heredoc.lastIndex = at;
  const { open, line } = heredoc.exec(scanner.text)?.groups ?? {};
  const end = Math.max(heredoc.lastIndex, at + 1);
  if (open !== undefined) push(scanner, { kind: "bracket", close: "}", at });
  if (line === undefined) return end;
  const stop = scanner.text.indexOf("\n", end);
  const next = scanner.text.slice(end, stop < 0 ? scanner.text.length : stop);
  if (next.trim() !== close) return end;
  scanner.open.pop();
  return end + next.trimEnd().length;
};
