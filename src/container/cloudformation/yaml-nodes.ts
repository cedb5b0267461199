import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Parser,
  type Document,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { tokenDepthProblem } from "../../policy/yaml/yaml-tokens.ts";
import type { SyntaxMember, SyntaxNode, SyntaxProblem } from "../../policy/syntax.ts";

/** A stretch of YAML as a tree in which a short tag is an object with the function as its one member, as in JSON. */
export interface ReadYaml {
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** The first alias that stands for what is not in the stretch, with its place. */
  readonly outside?: { readonly alias: string; readonly at: number };
}

/** Reads a stretch of a document; places count from the document's beginning. Never throws. */
export const readYaml = (text: string, start: number, end: number): ReadYaml => {
  const slice = text.slice(start, end);
  const tokens = [...new Parser().parse(slice)];
  const deep = tokenDepthProblem(tokens);
  if (deep) return { root: undefined, problems: [moved(deep, start)] };
  const options = { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false } as const;
  const [document] = [...new Composer(options).compose(tokens)];
  if (!document) return { root: undefined, problems: [] };
  const problems = document.errors.map(({ message, pos }) => ({
    message: message.split("\n")[0] ?? message,
    start: pos[0] + start,
    end: pos[1] + start,
  }));
  const outside: { alias: string; at: number }[] = [];
  const reader = { slice, start, document, depth: 0, aliases: { left: maximumAliases }, outside };
  const root = document.contents === null ? undefined : toNode(reader, document.contents);
  const [first] = outside;
  return { root, problems, ...(first && { outside: first }) };
};

const moved = (problem: SyntaxProblem, by: number): SyntaxProblem => ({
  ...problem,
  start: problem.start + by,
  end: problem.end + by,
});

const maximumAliases = 1000;

interface Reader {
  readonly slice: string;
  readonly start: number;
  readonly document: Document;
  /** How many aliases were followed: a circle has an end. */
  readonly depth: number;
  /** How many more are followed: aliases of aliases of aliases would fill the memory. */
  readonly aliases: { left: number };
  readonly outside: { alias: string; at: number }[];
}

const toNode = (reader: Reader, node: unknown): SyntaxNode => {
  if (isAlias(node)) return aliased(reader, node);
  if (!isNode(node)) return { start: reader.start, end: reader.start, kind: "null", value: null };
  const plain = untagged(reader, node);
  const { tag } = node;
  if (tag === undefined || !tag.startsWith("!")) return plain;
  const at = plain.start - reader.start;
  const before = reader.slice.slice(Math.max(0, at - longestTag), at);
  const length = /(?:&\S+\s+)?![\w:]*(?:\s+&\S+)?\s*$/.exec(before)?.[0].length ?? 0;
  const place = { start: plain.start - length, end: plain.end };
  const name = /^!(?:Ref|Condition)$/.test(tag) ? tag.slice(1) : `Fn::${tag.slice(1)}`;
  const nameNode = { ...place, kind: "string", value: name } as const;
  return { ...place, kind: "object", layout: "flow", members: [{ name, nameNode, value: plain }] };
};

/** Letters that a tag and an anchor with the white space around them have at most: a document may have a tag on everything. */
const longestTag = 1000;

/** What an alias stands for, at the alias's own place. */
const aliased = (reader: Reader, node: { range?: [number, number, number] | null }): SyntaxNode => {
  const [start = 0, end = start] = node.range ?? [];
  const place = { start: start + reader.start, end: end + reader.start };
  const target =
    isAlias(node) && reader.depth < 20 && reader.aliases.left-- > 0
      ? node.resolve(reader.document)
      : undefined;
  if (!target) {
    reader.outside.push({ alias: reader.slice.slice(start, end).trim(), at: place.start });
    return { ...place, kind: "null", value: null };
  }
  const value = toNode({ ...reader, depth: reader.depth + 1 }, target);
  return value.kind === "array" || value.kind === "object" ? value : { ...value, ...place };
};

const untagged = (reader: Reader, node: unknown): SyntaxNode => {
  if (isMap(node)) return toObject(reader, node);
  if (isSeq(node)) return toArray(reader, node);
  const [from = 0, to = from] = isScalar(node) ? (node.range ?? []) : [];
  const source = reader.slice.slice(from, to);
  const place = { start: from + reader.start, end: from + source.trimEnd().length + reader.start };
  const value = isScalar(node) ? node.value : null;
  if (typeof value === "string") return { ...place, kind: "string", value };
  if (typeof value === "boolean") return { ...place, kind: "boolean", value };
  // An account id without quotes keeps its leading zeros.
  if (typeof value === "number") {
    const digits = source.trim();
    return /^\d{12}$/.test(digits)
      ? { ...place, kind: "string", value: digits }
      : { ...place, kind: "number", value };
  }
  return { ...place, kind: "null", value: null };
};

const toArray = (reader: Reader, node: YAMLSeq): SyntaxNode => {
  const items = node.items.map((item) => toNode(reader, item));
  const place = placeOf(reader, node, items.at(-1)?.end);
  if (node.flow) return { ...place, kind: "array", layout: "flow", items };
  const { srcToken } = node;
  const dashes =
    srcToken?.type === "block-seq"
      ? srcToken.items.flatMap(({ start }) => {
          const dash = start.find(({ type }) => type === "seq-item-ind");
          return dash ? [dash.offset + reader.start] : [];
        })
      : [];
  return { ...place, kind: "array", layout: "block", items, dashes };
};

const toObject = (reader: Reader, node: YAMLMap): SyntaxNode => {
  const members = merged(node.items.map((pair) => toMembers(reader, pair)));
  const layout = node.flow ? "flow" : "block";
  return { ...placeOf(reader, node, members.at(-1)?.value.end), kind: "object", layout, members };
};

/** The members of a pair; `isMerged`: they are those of an anchor. */
interface Members {
  readonly members: readonly SyntaxMember[];
  readonly isMerged?: true;
}

/** What a mapping says itself counts before what it merges, and of that what comes first (YAML types, "Merge Key"). */
const merged = (pairs: readonly Members[]): readonly SyntaxMember[] => {
  const own = new Set(
    pairs.flatMap(({ members, isMerged }) => (isMerged ? [] : members.map(({ name }) => name))),
  );
  return pairs.flatMap(({ members, isMerged }) => {
    if (!isMerged) return members;
    const fresh = members.filter(({ name }) => !own.has(name));
    for (const { name } of fresh) own.add(name);
    return fresh;
  });
};

const toMembers = (reader: Reader, { key, value }: Pair): Members => {
  const child = toNode(reader, value);
  const [start = 0, end = start] = isNode(key) ? (key.range ?? []) : [];
  const name = isScalar(key) && typeof key.value === "string" ? key.value : reader.slice.slice(start, end);
  const sources = name !== "<<" ? [] : child.kind === "array" ? child.items : [child];
  if (sources.length > 0 && sources.every(({ kind }) => kind === "object")) {
    const all = sources.map((one): Members => ({
      members: one.kind === "object" ? one.members : [],
      isMerged: true,
    }));
    return { members: merged(all), isMerged: true };
  }
  const place = { start: start + reader.start, end: end + reader.start };
  const at =
    child.kind === "null" && child.start <= reader.start
      ? { ...child, start: place.end, end: place.end }
      : child;
  return { members: [{ name, nameNode: { ...place, kind: "string", value: name }, value: at }] };
};

/** A block collection ends with its last value. */
const placeOf = (reader: Reader, { flow, range }: YAMLMap | YAMLSeq, last: number | undefined) => {
  const [start = 0, end = start] = range ?? [];
  return {
    start: start + reader.start,
    end: flow ? end + reader.start : (last ?? end + reader.start),
  };
};
