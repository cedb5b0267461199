import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type {
  ArrayNode,
  ObjectNode,
  ScalarNode,
  SyntaxMember,
  SyntaxNode,
  SyntaxProblem,
} from "../syntax.ts";

/** Raised inside the tree builder where YAML says what JSON cannot; `parseYaml` turns it into a problem. */
export class YamlFault extends Error {
  readonly problem: SyntaxProblem;
  constructor(message: string, start: number, end: number) {
    super(message);
    this.problem = { message, start, end: Math.max(end, start + 1) };
  }
}

/** The yaml library's nodes as our tree. Depth is bounded before. Throws YamlFault. */
export const yamlTree = (text: string, node: unknown): SyntaxNode => {
  if (isMap(node)) return toObject(text, node);
  if (isSeq(node)) return toArray(text, node);
  if (isScalar(node)) return toScalar(text, node);
  throw new YamlFault("this is no value that JSON has", 0, 1);
};

const toScalar = (text: string, { value, range }: Scalar): ScalarNode => {
  const [start, end] = range ?? [0, 0];
  // A block scalar ends behind its line end; our places end with the text of the value.
  const place = { start, end: start + text.slice(start, end).trimEnd().length };
  if (value === null || value === undefined) return { ...place, kind: "null", value: null };
  if (typeof value === "string") return { ...place, kind: "string", value };
  if (typeof value === "boolean") return { ...place, kind: "boolean", value };
  if (typeof value === "number" && Number.isFinite(value)) return { ...place, kind: "number", value };
  throw new YamlFault("this is no value that JSON has", start, end);
};

const toArray = (text: string, node: YAMLSeq): ArrayNode => {
  const items = node.items.map((item) => yamlTree(text, item));
  const place = placeOf(node, items.at(-1));
  if (node.flow) return { ...place, kind: "array", layout: "flow", items };
  return { ...place, kind: "array", layout: "block", items, dashes: dashesOf(node) };
};

const dashesOf = ({ srcToken }: YAMLSeq): readonly number[] =>
  srcToken?.type === "block-seq"
    ? srcToken.items.flatMap(({ start }) => start.find(({ type }) => type === "seq-item-ind")?.offset ?? [])
    : [];

const toObject = (text: string, node: YAMLMap): ObjectNode => {
  const [start, end] = node.range ?? [0, 0];
  if (node.flow && text[start] !== "{")
    throw new YamlFault("braces { } are needed around this member", start, end);
  const members = node.items.map((pair) => toMember(text, pair));
  const layout = node.flow ? "flow" : "block";
  return { ...placeOf(node, members.at(-1)?.value), kind: "object", layout, members };
};

const toMember = (text: string, { key, value }: Pair): SyntaxMember => {
  if (!isScalar(key) || key.range === null || key.range === undefined) {
    throw new YamlFault("a member name must be a plain string", 0, 1);
  }
  const [start, end] = key.range;
  const name = typeof key.value === "string" ? key.value : text.slice(start, end);
  if (end === start) throw new YamlFault("a member name is missing", start, end);
  if (!isScalar(value) && !isMap(value) && !isSeq(value))
    throw new YamlFault("this member has no value", start, end);
  return { name, nameNode: { start, end, kind: "string", value: name }, value: yamlTree(text, value) };
};

/** A block collection ends with its last value; the library counts line ends and comments behind it too. */
const placeOf = ({ flow, range }: YAMLMap | YAMLSeq, last: SyntaxNode | undefined) => {
  const [start, end] = range ?? [0, 0];
  return { start, end: flow ? end : (last?.end ?? end) };
};
