import { printParseErrorCode, type ParseError } from "jsonc-parser";
import type { SyntaxProblem } from "../syntax.ts";

/** More of them help nobody, and each costs a look at the text. */
const maximumProblems = 20;

/**
 * The parser's errors as problems with exact places. An error throws the parser off, so what it says behind the first
 * one is left out; comments and trailing commas do not, so each of them is named.
 */
export const problemsOf = (text: string, errors: readonly ParseError[]): SyntaxProblem[] => {
  const problems: SyntaxProblem[] = [];
  let last = -1;
  for (const error of errors) {
    if (problems.length === maximumProblems) break;
    if (error.offset === last) continue;
    last = error.offset;
    const comma = commaBefore(text, error);
    problems.push(comma ?? describe(text, error));
    if (comma === undefined && printParseErrorCode(error.error) !== "InvalidCommentToken") break;
  }
  return problems;
};

/** A comma that a bracket follows: the parser misses a value at the bracket, people want to see the comma. */
const commaBefore = (text: string, { error, offset }: ParseError): SyntaxProblem | undefined => {
  const code = printParseErrorCode(error);
  if (!/^[\]}]/.test(text.slice(offset, offset + 1)) || !/^(Value|PropertyName)Expected$/.test(code))
    return undefined;
  const comma = lastCharacter(text, offset);
  return text[comma] === ","
    ? {
        message: `no comma may stand before the closing ${text.charAt(offset)}`,
        start: comma,
        end: comma + 1,
      }
    : undefined;
};

const describe = (text: string, { error, offset, length }: ParseError): SyntaxProblem => {
  const code = printParseErrorCode(error);
  const place = { start: offset, end: offset + Math.max(length, 1) };
  const end = lastCharacter(text, offset) + 1;
  if (code === "CommaExpected" && /[\]}]/.test(text.charAt(offset))) {
    return { message: `this ${text.charAt(offset)} does not close what is open here`, ...place };
  }
  if (code === "CommaExpected") return { message: "a comma is missing here", start: end, end: end + 1 };
  if (text.trim() === "") return { message: "the text is empty", start: 0, end: 0 };
  if (offset >= text.length)
    return { message: missingAtEnd.get(code) ?? "the text ends too early", start: end, end };
  if (code === "InvalidSymbol") return { message: symbol(text.slice(offset, place.end)), ...place };
  return { message: words.get(code) ?? "this is not valid JSON", ...place };
};

/** Offset of the last character before `offset` that is no white space, or -1. */
const lastCharacter = (text: string, offset: number): number => {
  let at = offset - 1;
  while (at >= 0 && /\s/.test(text.charAt(at))) at -= 1;
  return at;
};

const symbol = (found: string): string => {
  const code = found.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (found.startsWith("'")) return "strings stand in double quotes, not in single ones";
  if (/^[\u201C\u201D]/.test(found))
    return `strings stand in straight double quotes, not in curly ones (${name})`;
  if (/^\s/.test(found)) return `this white space (${name}) is not allowed here: use plain spaces`;
  if (code < 0x20 || code > 0x7e) return `the character ${name} is not allowed here`;
  if (!/^\w/.test(found)) return `${found.slice(0, 40)} is not allowed here`;
  return found.length > 40 ? "this is not in double quotes" : `${found} is not in double quotes`;
};

const missingAtEnd = new Map([
  ["CloseBraceExpected", "the text ends before a closing brace }"],
  ["CloseBracketExpected", "the text ends before a closing bracket ]"],
  ["UnexpectedEndOfComment", "the comment does not end"],
  ["ValueExpected", "a value is missing at the end"],
]);

const words = new Map([
  ["InvalidNumberFormat", "this is no number"],
  ["PropertyNameExpected", "a member name in double quotes is expected here"],
  ["ValueExpected", "a value is expected here"],
  ["ColonExpected", "a colon is expected here"],
  ["CloseBraceExpected", "a closing brace } is expected here"],
  ["CloseBracketExpected", "a closing bracket ] is expected here"],
  ["EndOfFileExpected", "nothing may follow the end of the policy"],
  ["InvalidCommentToken", "JSON has no comments"],
  ["UnexpectedEndOfComment", "the comment does not end"],
  ["UnexpectedEndOfString", "the string does not end on its line"],
  ["UnexpectedEndOfNumber", "the number does not end"],
  ["InvalidUnicode", "this \\u escape is not four hexadecimal digits"],
  ["InvalidEscapeCharacter", "this escape is unknown in a string"],
  ["InvalidCharacter", "a control character is not allowed in a string"],
]);
