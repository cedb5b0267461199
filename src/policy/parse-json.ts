import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { depthProblem } from "./depth.ts";
import type { ParsedText, SyntaxMember, SyntaxNode, SyntaxProblem } from "./syntax.ts";

/**
 * Parses JSON, or JSON with comments, keeping every place and every duplicate member. Never throws: what is wrong is
 * in `problems`. In `json` comments, trailing commas and a byte order mark are problems, as they are for KMS.
 */
export const parseJson = (text: string, format: "json" | "jsonc"): ParsedText => {
  const tooDeep = depthProblem(text);
  if (tooDeep) return { text, format, root: undefined, problems: [tooDeep] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, {
    disallowComments: format === "json",
    allowTrailingComma: format === "jsonc",
    allowEmptyContent: false,
  });
  const problems = errors.map(describe);
  const strict = format === "json" && problems.length === 0 ? strictProblem(text) : undefined;
  if (strict) problems.push(strict);
  return { text, format, root: tree && problems.length === 0 ? toSyntax(tree) : undefined, problems };
};

/** jsonc-parser forgives a little that JSON does not; JSON.parse has the last word. */
const strictProblem = (text: string): SyntaxProblem | undefined => {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const at = /position (\d+)/.exec(String(error));
    const start = Number(at?.[1] ?? 0);
    return { message: "not valid JSON here", start, end: start + 1 };
  }
};

const words: Record<string, string> = {
  InvalidSymbol: "unexpected word",
  InvalidNumberFormat: "malformed number",
  PropertyNameExpected: "a member name in double quotes is expected",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a closing brace } is expected",
  CloseBracketExpected: "a closing bracket ] is expected",
  EndOfFileExpected: "nothing may follow the end of the policy",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "the comment does not end",
  UnexpectedEndOfString: "the string does not end on its line",
  UnexpectedEndOfNumber: "the number does not end",
  InvalidUnicode: "malformed \\u escape",
  InvalidEscapeCharacter: "unknown escape in a string",
  InvalidCharacter: "a control character is not allowed here",
};

const describe = (error: ParseError): SyntaxProblem => ({
  message: words[printParseErrorCode(error.error)] ?? "not valid JSON here",
  start: error.offset,
  end: error.offset + Math.max(error.length, 1),
});

const toSyntax = (node: Node): SyntaxNode => {
  const place = { start: node.offset, end: node.offset + node.length };
  if (node.type === "array") {
    return { ...place, kind: "array", layout: "flow", items: (node.children ?? []).map(toSyntax) };
  }
  if (node.type === "object") {
    return { ...place, kind: "object", layout: "flow", members: (node.children ?? []).flatMap(toMember) };
  }
  const kind = node.type === "property" ? "string" : node.type;
  return { ...place, kind, value: node.value as string | number | boolean | null };
};

const toMember = (property: Node): SyntaxMember[] => {
  const [name, value] = property.children ?? [];
  if (!name || !value) return [];
  const nameNode = { start: name.offset, end: name.offset + name.length };
  return [
    {
      name: String(name.value),
      nameNode: { ...nameNode, kind: "string", value: String(name.value) },
      value: toSyntax(value),
    },
  ];
};
