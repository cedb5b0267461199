import { parseJson } from "./json/parse-json.ts";
import type { ArrayNode, Dialect, ObjectNode, ParsedText, PolicyFormat, SyntaxNode } from "./syntax.ts";
import { memberNamed } from "./syntax.ts";

/** A policy text that parsed to an object. The text is the truth; everything else is a view of it. */
export interface PolicyDocument extends ParsedText {
  readonly root: ObjectNode;
  /** The nodes of the statements, in order; a single statement object counts as a list of one. */
  readonly statements: readonly SyntaxNode[];
  /** The line by which people find a place, where that is the line of another document. */
  readonly lineAt?: (offset: number) => number;
}

type Parser = (text: string) => ParsedText;

const parsers = new Map<PolicyFormat, Parser>([
  ["json", (text) => parseJson(text, "json")],
  ["jsonc", (text) => parseJson(text, "jsonc")],
]);

/**
 * Makes a format ready for `parsePolicyText`. JSON always is; the YAML parser is loaded here, so that a run that
 * meets no YAML does not pay for it. Await it once, where a text of that format enters the program.
 */
export const loadFormat = async (format: PolicyFormat): Promise<void> => {
  if (parsers.has(format)) return;
  const { parseYaml } = await import("./yaml/parse-yaml.ts");
  parsers.set("yaml", parseYaml);
};

/**
 * Parses a text of the given format. What is wrong with the text is in `problems`, never thrown; a programming error
 * is thrown where the format was not made ready by `loadFormat`. A text that stands in another document is read by its `dialect`.
 */
export const parsePolicyText = (text: string, format: PolicyFormat, dialect?: Dialect): ParsedText => {
  if (dialect) return readAs(dialect, text);
  const parse = parsers.get(format);
  if (!parse) throw new Error(`loadFormat("${format}") was not called`);
  return parse(text);
};

/** A dialect is that of one policy, which is asked for by all who look at it: the text that it read last is not read again. */
const readAs = (dialect: Dialect, text: string): ParsedText => {
  const last = lastRead.get(dialect);
  if (last?.text === text) return last;
  const parsed = dialect.read(text);
  lastRead.set(dialect, parsed);
  return parsed;
};
const lastRead = new WeakMap<Dialect, ParsedText>();

/** `loadFormat` and `parsePolicyText` in one. */
export const loadPolicyText = async (text: string, format: PolicyFormat): Promise<ParsedText> => {
  await loadFormat(format);
  return parsePolicyText(text, format);
};

/** The document in a parsed text, or undefined where it did not parse or is no object. */
export const documentOf = (parsed: ParsedText): PolicyDocument | undefined => {
  const { root } = parsed;
  return root?.kind === "object" ? { ...parsed, root, statements: statementNodes(root) } : undefined;
};

const statementNodes = (root: ObjectNode): readonly SyntaxNode[] => {
  const list = memberNamed(root, "Statement")?.value;
  if (!list) return [];
  return list.kind === "array" ? list.items : [list];
};

/** The array that holds the statements, where the document has one. */
export const statementArray = (document: PolicyDocument): ArrayNode | undefined => {
  const list = memberNamed(document.root, "Statement")?.value;
  return list?.kind === "array" ? list : undefined;
};
