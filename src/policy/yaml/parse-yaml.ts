import { Composer, Parser, type CST, type Document } from "yaml";
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
  const tokens = [...new Parser().parse(text)];
  const unfit = tokenProblem(tokens);
  if (unfit) return failed(unfit);
  const outcome = compose(text, tokens);
  return "kind" in outcome ? { text, format: "yaml", root: outcome, problems: [] } : failed(outcome);
};

const compose = (text: string, tokens: readonly CST.Token[]): SyntaxNode | SyntaxProblem => {
  const options = { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false } as const;
  const documents = [...new Composer(options).compose(tokens)];
  const [document, second] = documents;
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

const placeOf = ({ range }: Document): { start: number; end: number } => {
  const start = range?.[0] ?? 0;
  return { start, end: start + 1 };
};

/** The parser's own first line, in our style. */
const inWords = (message: string): string => {
  const [line = ""] = message.split("\n");
  return line.charAt(0).toLowerCase() + line.slice(1);
};
