import { Composer, Lexer, Parser, type CST, type Document } from "yaml";
import { maximumInputLength } from "../limits.ts";
import type { ParsedText, SyntaxNode, SyntaxProblem } from "../syntax.ts";
import { tokenProblem } from "./yaml-tokens.ts";
import { YamlFault, yamlTree } from "./yaml-tree.ts";

/**
 * Parses YAML 1.2 (core schema) into the same tree as JSON. Never throws: what is wrong is in `problems`; so is what
 * JSON cannot say or we cannot keep (anchors, aliases, merge keys, tags, directives, several documents).
 */
export const parseYaml = (text: string): ParsedText => {
  const failed = (problem: SyntaxProblem): ParsedText => ({
    text,
    format: "yaml",
    root: undefined,
    problems: [problem],
  });
  if (text.length > maximumInputLength) {
    return failed({ message: `longer than ${maximumInputLength} characters`, start: 0, end: 1 });
  }
  if (hasTooManyParts(text)) {
    return failed({ message: `more than ${maximumParts} words and signs`, start: 0, end: 1 });
  }
  const tokens = [...new Parser().parse(text)];
  const unfit = tokenProblem(tokens);
  if (unfit) return failed(unfit);
  const outcome = compose(text, tokens);
  return "kind" in outcome ? { text, format: "yaml", root: outcome, problems: [] } : failed(outcome);
};

/** Words and signs of a text that we read. A policy of legal size needs a quarter; the parser takes a second for twice as many. */
const maximumParts = 65_536;

const hasTooManyParts = (text: string): boolean => {
  // One part is one character at least.
  if (text.length <= maximumParts) return false;
  let parts = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // White space, comments, and the signs that the lexer itself puts in, such as U+001F before plain words.
    if (!/^[\s#\u0002\u0018\u001f\ufeff]/.test(lexeme)) parts += 1;
    if (parts > maximumParts) return true;
  }
  return false;
};

const compose = (text: string, tokens: readonly CST.Token[]): SyntaxNode | SyntaxProblem => {
  const options = { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false } as const;
  const [document, second] = firstTwo(new Composer(options).compose(withOneError(tokens)));
  if (!document?.contents) return { message: "the text holds no policy", start: 0, end: 1 };
  if (second) return { message: "only one YAML document is allowed", ...placeOf(second) };
  const [error] = document.errors;
  if (error) return { message: inWords(error.message), start: error.pos[0], end: error.pos[1] };
  try {
    return yamlTree(text, document.contents);
  } catch (fault) {
    if (fault instanceof YamlFault) return fault.problem;
    throw fault;
  }
};

/** A faulty text can have a fault at each sign, and only the first is told. */
const withOneError = (tokens: readonly CST.Token[]): readonly CST.Token[] => {
  const first = tokens.find(({ type }) => type === "error");
  return tokens.filter((token) => token.type !== "error" || token === first);
};

const firstTwo = <T>(items: Iterable<T>): readonly T[] => {
  const found: T[] = [];
  for (const item of items) if (found.push(item) === 2) break;
  return found;
};

const placeOf = ({ range }: Document): { start: number; end: number } => {
  const start = range?.[0] ?? 0;
  return { start, end: start + 1 };
};

/** The parser's own first line, in our style. */
const inWords = (message: string): string => {
  const [line = ""] = message.split("\n");
  return line.charAt(0).toLowerCase() + line.slice(1);
};
