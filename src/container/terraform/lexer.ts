/** One token of HCL (HashiCorp, "HCL Native Syntax Specification"). */
export interface Token {
  readonly kind: "word" | "number" | "string" | "heredoc" | "sign" | "line";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A fault of the text, with its place. */
export class HclFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const plain =
  /[ \t]+|(?:#|\/\/)[^\n]*|\/\*[^]*?\*\/|(?<line>\r?\n)|(?<word>[\p{L}_][\p{L}\p{N}_-]*)|(?<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<heredoc><<-?[\p{L}_][\p{L}\p{N}_-]*\r?\n)|(?<sign>=>|==|!=|<=|>=|&&|\|\||\.\.\.|[-{}[\]().,=?:<>!+*/%"])/uy;

/** The tokens of a source. Strings and heredocs are one token each, whatever templates stand in them. Throws HclFault. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    plain.lastIndex = at;
    const found = plain.exec(text);
    if (!found) throw new HclFault("this is no sign of Terraform's language", at);
    const groups = found.groups ?? {};
    let end = at + found[0].length;
    const push = (kind: Token["kind"]) => tokens.push({ kind, text: text.slice(at, end), start: at, end });
    if (groups["line"] !== undefined) push("line");
    else if (groups["word"] !== undefined) push("word");
    else if (groups["number"] !== undefined) push("number");
    else if (groups["heredoc"] !== undefined) {
      end = heredocEnd(text, at, end);
      push("heredoc");
    } else if (groups["sign"] === '"') {
      end = stringEnd(text, at);
      push("string");
    } else if (groups["sign"] !== undefined) push("sign");
    at = end;
  }
  return tokens;
};

const heredocEnd = (text: string, start: number, body: number): number => {
  const name = /^<<-?(.*?)\r?\n$/.exec(text.slice(start, body))?.[1] ?? "";
  for (let at = body; at < text.length;) {
    const line = text.indexOf("\n", at);
    const stop = line < 0 ? text.length : line;
    if (text.slice(at, stop).trim() === name) return stop;
    at = stop + 1;
  }
  throw new HclFault(`the heredoc ${name} has no end`, start);
};

/** Behind the closing quote; templates may hold strings of their own. */
export const stringEnd = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\\") at += 1;
    else if (sign === '"') return at + 1;
    else if (sign === "\n") break;
    else if ((sign === "$" || sign === "%") && text[at + 1] === "{" && text[at - 1] !== sign)
      at = templateEnd(text, at + 1) - 1;
  }
  throw new HclFault("this string has no end", start);
};

/** Behind the brace that closes the one at `start`. */
export const templateEnd = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = stringEnd(text, at) - 1;
    else if (sign === "{") depth += 1;
    else if (sign === "}" && --depth === 0) return at + 1;
  }
  throw new HclFault("this template has no end", start);
};
