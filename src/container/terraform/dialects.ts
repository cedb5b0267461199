import { documentOf } from "../../policy/document.ts";
import { isList, isRecord, valueOf } from "../../policy/json-value.ts";
import type { ArrayNode, Dialect, HeldText, JsonValue, ParsedText, SyntaxNode } from "../../policy/syntax.ts";
import { heldWithin } from "../held-within.ts";
import { aligned } from "./align.ts";
import { documentTree } from "./document.ts";
import { documentWriter } from "./document-writer.ts";
import { blockIn, bodyOf } from "./read-block.ts";
import { heredocTree } from "./heredoc.ts";
import { habitsOf } from "./object-habits.ts";
import { HclFault } from "./outline.ts";
import type { Scene } from "./scene.ts";
import { hclString, spell, type OwnSpelling } from "./spelling.ts";
import { policyTree } from "./statements.ts";
import type { Held, Role, TreeReader } from "./tree.ts";

/** What a dialect needs to know beside the text of its policy. */
export interface Setting {
  readonly scene: Scene;
  readonly account: string;
  /** How the folder writes the own account; looked for when something is written. */
  readonly own: () => OwnSpelling | undefined;
  /** The line of the file on which a place of the policy is. */
  readonly lineOf: (offset: number) => number;
}

const byHand = "change it by hand where it is worked out, then kmspol check FILE; nothing was written";

type Read = (text: string, reader: TreeReader) => SyntaxNode | undefined;

/** What is common to all: a tree by the names of the folder, what in it is held, and columns as `terraform fmt` has them. */
const dialectOf = (
  format: "json" | "jsonc",
  { scene, lineOf }: Setting,
  read: Read,
  more: Partial<Dialect>,
  roles?: WeakMap<SyntaxNode, Role>,
): Dialect => {
  const all = new WeakMap<SyntaxNode, Held>();
  const placed = (why: Held | undefined, { start }: SyntaxNode): HeldText | undefined =>
    why && {
      code: why.code,
      message: `${scene.source.name}, line ${lineOf(start)}: ${why.message}`,
      hint: byHand,
    };
  // Whoever checks, tells and edits a policy reads the same text again, and the grammar takes its time.
  let last: ParsedText | undefined;
  const dialect: Dialect = {
    ...more,
    read: (text) => (last = last?.text === text ? last : readText(text)),
    heldBy: (node) => placed(heldWithin(node, all), node),
    fixedBy: (node) => placed(all.get(node), node),
  };
  const readText = (text: string): ParsedText => {
    const reader: TreeReader = {
      scene: { ...scene, source: { ...scene.source, text } },
      held: new Map(),
      lineOf,
      ...(roles && { roles: new Map() }),
    };
    const outcome = attempt(() => read(text, reader));
    if ("problem" in outcome || !outcome.root) {
      const problem =
        "problem" in outcome ? outcome.problem : { message: "the text holds no policy", start: 0, end: 1 };
      return { text, format, root: undefined, problems: [problem], dialect };
    }
    for (const [node, why] of reader.held) all.set(node, why);
    for (const [node, role] of reader.roles ?? []) roles?.set(node, role);
    return { text, format, root: outcome.root, problems: [], dialect };
  };
  return dialect;
};

const attempt = (read: () => SyntaxNode | undefined) => {
  try {
    return { root: read() };
  } catch (fault) {
    if (!(fault instanceof HclFault)) throw fault;
    const at = Math.max(0, fault.at);
    return { problem: { message: fault.message, start: at, end: at + 1 } };
  }
};

const opening = "x = ";

/** The object of `jsonencode`. */
export const objectDialect = (setting: Setting): Dialect => {
  const read: Read = (text, reader) => {
    const whole = opening + text + "\n";
    const { attributes, blocks } = bodyOf(whole, -opening.length);
    const expression = attributes.get("x");
    if (!expression || attributes.size > 1 || blocks.length > 0)
      throw new HclFault("one object is expected here", 0);
    return policyTree(expression, reader);
  };
  return dialectOf("jsonc", setting, read, {
    writeString: (value) => spell(value, setting.own(), setting.account, hclString),
    habits: habitsOf,
    tidy: aligned,
  });
};

/** A block `data "aws_iam_policy_document"`. */
export const documentDialect = (setting: Setting): Dialect => {
  const roles = new WeakMap<SyntaxNode, Role>();
  // `${…}` of a policy is written `&{…}` here.
  const writeString = (value: string): string =>
    spell(value.replaceAll("${", "&{"), setting.own(), setting.account, hclString);
  const read: Read = (text, reader) => {
    const start = text.length - text.trimStart().length;
    const block = blockIn(text, { start, end: text.trimEnd().length });
    return block?.type === "data" ? documentTree(block, reader) : undefined;
  };
  return dialectOf(
    "jsonc",
    setting,
    read,
    {
      writeString,
      writer: documentWriter(roles, writeString),
      tidy: aligned,
      canonical: asLists,
      placeFor: behindLastBlock,
      habits: habitsOf,
    },
    roles,
  );
};

/** A heredoc with JSON in it. */
export const heredocDialect = (setting: Setting): Dialect => {
  const writeString = (value: string): string => spell(value, setting.own(), setting.account, JSON.stringify);
  return dialectOf("json", setting, heredocTree, { writeString });
};

/** A statement comes behind the last block that is one: what `dynamic` makes, and other documents, have no place of their own. */
const behindLastBlock = ({ items }: ArrayNode, index: number): number => {
  const last = items.findLastIndex(({ start, end }, at) => at < index && end > start);
  return last < 0 ? index : last + 1;
};

/** Where a data document can only have lists, one value and a list of it are the same. */
const asLists = (value: JsonValue): JsonValue => {
  if (isList(value)) return value.map(asLists);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (name === "Statement") return [name, (isList(item) ? item : [item]).map(asLists)];
      if (/^(?:Not)?(?:Action|Resource)$/.test(name)) return [name, listed(item)];
      if (/^(?:Not)?Principal$/.test(name) && isRecord(item)) return [name, mapped(item, listed)];
      if (name === "Condition" && isRecord(item))
        return [name, mapped(item, (keys) => (isRecord(keys) ? mapped(keys, listed) : keys))];
      return [name, item];
    }),
  );
};

const listed = (value: JsonValue): JsonValue => (isList(value) ? value : [value]);

const mapped = (
  value: { readonly [name: string]: JsonValue },
  change: (item: JsonValue) => JsonValue,
): JsonValue => Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));

/** The value of what a dialect reads; undefined where it is no policy. */
export const valueIn = (dialect: Dialect, text: string): JsonValue | undefined => {
  const document = documentOf(dialect.read(text));
  return document && valueOf(document.root);
};
