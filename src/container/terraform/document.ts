import { isList, isRecord, valueOf } from "../../policy/json-value.ts";
import type { JsonValue, SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { conditionNode } from "./document-conditions.ts";
import { attributeNode, listNode, plainNode } from "./document-nodes.ts";
import { principalNode } from "./document-principals.ts";
import { guarded, maximumChoices, openChoices, waysOf } from "./choices.ts";
import { iterationsOf } from "./dynamic-blocks.ts";
import { evaluate } from "./evaluate.ts";
import type { Placed } from "./placed.ts";
import type { Scene } from "./scene.ts";
import { openStatement } from "./statements.ts";
import type { Attribute, Block, Place } from "./syntax.ts";
import { arrayOf, computed, hold, nodesAt, type TreeReader } from "./tree.ts";
import { applied, asValue, flat, openMark, parsed, withSymbols } from "./values.ts";

/** The policy of an `aws_iam_policy_document`. */
export const documentIn = ({ source, block }: Placed, outer: Scene): JsonValue =>
  valueOf(documentTree(block, { scene: { ...outer, source }, held: new Map(), roles: new Map() }));

/**
 * An `aws_iam_policy_document` as the policy that the AWS provider makes of it, with places of the source (Terraform Registry, "Data
 * Source: aws_iam_policy_document"): documents that it takes in stand first, a statement with the Sid of an earlier one takes its place.
 */
export const documentTree = (block: Block, reader: TreeReader): SyntaxNode => {
  const { start } = block;
  const own = block.body.blocks.flatMap((inner) => statementNodes(inner, reader));
  const before = attributesNamed(block, /^source_(?:policy_documents|json)$/);
  const after = attributesNamed(block, /^override_(?:policy_documents|json)$/);
  const taken = (all: readonly Attribute[]) => all.map((one) => statementsOf(one, reader));
  const statements = [...taken(before), own, ...taken(after)].reduce<readonly SyntaxNode[]>(merged, []);
  const version = attributeNode(block, "version", reader) ?? plainNode("2012-10-17", { start, end: start });
  const id = attributeNode(block, "policy_id", reader);
  const named = (name: string, value: SyntaxNode): SyntaxMember => ({
    name,
    nameNode: { start: value.start, end: value.start, kind: "string", value: name },
    value,
  });
  const list = arrayOf(block.inside, statements);
  reader.roles?.set(list, { kind: "document", holder: block, parts: statements.map((one) => [one]) });
  const members = [named("Version", version), ...(id ? [named("Id", id)] : []), named("Statement", list)];
  const root: SyntaxNode = { start, end: block.end, kind: "object", layout: "flow", members };
  const written = (name: string) => attributesNamed(block, new RegExp(`^${name}$`));
  const parts = [written("version"), ...(id ? [written("policy_id")] : []), []];
  reader.roles?.set(root, { kind: "policy", holder: block, parts });
  return root;
};

const attributesNamed = ({ body }: Block, names: RegExp): readonly Attribute[] =>
  body.written.filter(({ name }) => names.test(name));

/** A statement with a Sid takes the place of an earlier one of that Sid. */
const merged = (before: readonly SyntaxNode[], added: readonly SyntaxNode[]): readonly SyntaxNode[] => {
  const all = [...before];
  for (const node of added) {
    const sid = sidOf(node);
    const at = sid === undefined ? -1 : all.findIndex((one) => !added.includes(one) && sidOf(one) === sid);
    if (at < 0) all.push(node);
    else all[at] = node;
  }
  return all;
};

const sidOf = (node: SyntaxNode): string | undefined => {
  const sid = node.kind === "object" ? node.members.find(({ name }) => name === "Sid")?.value : undefined;
  return sid?.kind === "string" && sid.value !== "" ? String(sid.value) : undefined;
};

/** The statements of another document, or of a list of them. */
const statementsOf = (
  { value, start, name }: Attribute,
  { scene, held }: TreeReader,
): readonly SyntaxNode[] => {
  const place: Place = { start, end: start };
  const given = flat(asValue(evaluate(value, scene)));
  return given.flatMap((text) => {
    const other = typeof text === "string" ? parsed(text) : text;
    const mark = typeof text === "string" && text.startsWith(openMark) ? text : unknownDocument;
    const found = isRecord(other) ? other["Statement"] : undefined;
    const all = found === undefined ? [withSymbols(openStatement(mark))] : isList(found) ? found : [found];
    return all.map((statement) =>
      hold(nodesAt(statement, place), held, computed(`${name}, the statements of another document`)),
    );
  });
};

const unknownDocument = `${openMark}${JSON.stringify(["statements of another document", applied])}`;

/** A block of statements: one, its cases, or what `dynamic` makes. */
const statementNodes = (block: Block, reader: TreeReader): readonly SyntaxNode[] => {
  if (block.type === "statement") return caseNodes(block, block, reader);
  if (block.type !== "dynamic" || block.labels[0] !== "statement") return [];
  const content = block.body.blocks.find(({ type }) => type === "content");
  if (!content) return [];
  const place: Place = { start: block.start, end: block.start };
  const made = (scene: Scene) =>
    nodesAt(valueOf(statementNode(content, content, { scene, held: new Map(), roles: new Map() })), place);
  const nodes = iterationsOf(block, reader).scenes.map(made);
  return nodes.map((node) => hold(node, reader.held, computed("a dynamic statement")));
};

const caseNodes = (block: Block, place: Place, reader: TreeReader): readonly SyntaxNode[] => {
  const { scene } = reader;
  const expressions = [block, ...block.body.blocks].flatMap(({ body }) =>
    body.written.map(({ value }) => value),
  );
  const open = [...new Set(expressions.flatMap((one) => [...openChoices(one, scene)]))].slice(
    0,
    maximumChoices,
  );
  if (open.length === 0) return [statementNode(block, place, reader)];
  return waysOf(open).map((ways) => {
    const inner: Scene = { ...scene, when: new Map([...(scene.when ?? []), ...ways]) };
    const node = guarded(statementNode(block, place, { ...reader, scene: inner }), ways);
    return hold(node, reader.held, computed("a choice in this statement"));
  });
};

const lists = [
  ["actions", "Action"],
  ["not_actions", "NotAction"],
  ["resources", "Resource"],
  ["not_resources", "NotResource"],
] as const;

const statementNode = (block: Block, { start, end }: Place, reader: TreeReader): SyntaxNode => {
  const members: SyntaxMember[] = [];
  const parts: (readonly Place[])[] = [];
  const none: Place = { start, end: start };
  const add = (name: string, value: SyntaxNode | undefined, places: readonly Place[]): void => {
    const at = places[0] ?? none;
    if (!value) return;
    const nameNode = { start: at.start, end: at.start, kind: "string", value: name } as const;
    members.push({ name, nameNode, value });
    parts.push(places);
  };
  const written = (name: string) => block.body.written.filter((one) => one.name === name);
  const blocks = (type: string) => block.body.blocks.filter((one) => one.type === type);
  add("Sid", attributeNode(block, "sid", reader), written("sid"));
  add("Effect", attributeNode(block, "effect", reader) ?? plainNode("Allow", none), written("effect"));
  add("Principal", principalNode(block, "principals", reader), blocks("principals"));
  add("NotPrincipal", principalNode(block, "not_principals", reader), blocks("not_principals"));
  for (const [name, member] of lists) add(member, listNode(block, name, reader), written(name));
  add("Condition", conditionNode(block, reader), blocks("condition"));
  const node: SyntaxNode = { start, end, kind: "object", layout: "flow", members };
  reader.roles?.set(node, { kind: "statement", holder: block, parts });
  return node;
};
