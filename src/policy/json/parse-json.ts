import { parseTree, type Node, type ParseError } from "jsonc-parser";
import { depthProblem } from "./depth.ts";
import { problemsOf } from "./json-problems.ts";
import { readJson } from "./read-json.ts";
import { maximumInputLength } from "../limits.ts";
import type { ParsedText, SyntaxMember, SyntaxNode, SyntaxProblem } from "../syntax.ts";

/**
 * Parses JSON, or JSON with comments, keeping every place and every duplicate member. Never throws: what is wrong is
 * in `problems`. In `json` comments, trailing commas and a byte order mark are problems, as they are for KMS.
 */
export const parseJson = (text: string, format: "json" | "jsonc"): ParsedText => {
  const isJson = text.length <= maximumInputLength && strictProblem(text) === undefined;
  const root = isJson ? readJson(text) : undefined;
  return root ? { text, format, root, problems: [] } : parseLoosely(text, format);
};

/** For what is no JSON: slower, and tells what is wrong where. */
const parseLoosely = (text: string, format: "json" | "jsonc"): ParsedText => {
  const tooDeep = depthProblem(text);
  if (tooDeep) return { text, format, root: undefined, problems: [tooDeep] };
  const errors: ParseError[] = [];
  // A byte order mark becomes a space: the places of all that follows stay right.
  const tree = parseTree(text.replace(/^\uFEFF/, " "), errors, {
    disallowComments: format === "json",
    allowTrailingComma: format === "jsonc",
    allowEmptyContent: false,
  });
  const problems = [...(format === "json" ? markProblem(text) : []), ...problemsOf(text, errors)];
  const strict = format === "json" && problems.length === 0 ? strictProblem(text) : undefined;
  if (strict) problems.push(strict);
  return { text, format, root: tree && problems.length === 0 ? toSyntax(tree) : undefined, problems };
};

/** The tree of a JSON text as far as it can be made out, however broken: for what is being typed. Undefined where nothing can. */
export const readTornJson = (text: string): SyntaxNode | undefined => {
  if (depthProblem(text)) return undefined;
  const tree = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  return tree && toSyntax(tree);
};

const markProblem = (text: string): readonly SyntaxProblem[] =>
  text.startsWith("\uFEFF")
    ? [{ message: "the text begins with a byte order mark (U+FEFF), which JSON has not", start: 0, end: 1 }]
    : [];

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

const toSyntax = ({ type, offset: start, length, children = [], value }: Node): SyntaxNode => {
  const end = start + length;
  if (type === "array") return { start, end, kind: "array", layout: "flow", items: children.map(toSyntax) };
  if (type === "object") return { start, end, kind: "object", layout: "flow", members: toMembers(children) };
  const kind = type === "property" ? "string" : type;
  return { start, end, kind, value: value as string | number | boolean | null };
};

const toMembers = (properties: readonly Node[]): readonly SyntaxMember[] => {
  const members: SyntaxMember[] = [];
  for (const { children: [name, value] = [] } of properties) {
    if (!name || !value) continue;
    const text = String(name.value);
    const end = name.offset + name.length;
    const nameNode = { start: name.offset, end, kind: "string", value: text } as const;
    members.push({ name: text, nameNode, value: toSyntax(value) });
  }
  return members;
};
