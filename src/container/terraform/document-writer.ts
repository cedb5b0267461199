import { isRecord } from "../../policy/json-value.ts";
import type { DialectWriter, JsonValue, SyntaxNode } from "../../policy/syntax.ts";
import { indentAt, lineEndOf } from "../../policy/text/lines.ts";
import { deletion, insertion, type Replacement } from "../../policy/text/text-edit.ts";
import {
  blockNames,
  renderAttribute,
  renderBlocks,
  renderList,
  renderPrincipals,
  renderStatement,
  renderTest,
  type DocumentStyle,
} from "./render-document.ts";
import type { Block, Place } from "./syntax.ts";
import type { Role } from "./tree.ts";

/** What the nodes of a data document are written as. */
export type Roles = Pick<WeakMap<SyntaxNode, Role>, "get">;

/** Writes edits of a data document in blocks and attributes; what is a list of strings is left to the general way. */
export const documentWriter = (roles: Roles, writeString: DocumentStyle["writeString"]): DialectWriter => ({
  insert: ({ text, root }, collection, index, { name, value }) => {
    const role = roles.get(collection);
    if (!role) return undefined;
    const style = styleIn(text, root, writeString);
    const pieces = piecesOf(role, name, value, style, indentIn(text, role));
    return [withLineEnds(text, inserted(text, role, index, pieces, style))];
  },
  remove: ({ text }, collection, index) =>
    roles.get(collection)?.parts[index]?.map((part) => removed(text, part)),
  replace: (document, node, value) =>
    replaced(document, node, value, roles, writeString)?.map((one) => withLineEnds(document.text, one)),
});

/** A replacement with the line ends of the text. */
const withLineEnds = (text: string, { start, end, text: written }: Replacement): Replacement => ({
  start,
  end,
  text: written.replace(/\r?\n/g, lineEndOf(text)),
});

const styleIn = (
  text: string,
  root: SyntaxNode,
  writeString: DocumentStyle["writeString"],
): DocumentStyle => {
  const inner = /\n([ \t]+)\S/.exec(text)?.[1];
  const isLong = /\b(?:actions|identifiers|resources|values)\s*=\s*\[[ \t]*\r?\n/.test(text);
  const isShort = /\b(?:actions|identifiers|resources|values)\s*=\s*\[[^\]\n]+,[^\]\n]+\]/.test(text);
  const outer = indentAt(text, root.start);
  return {
    unit: inner?.startsWith(outer) && inner !== outer ? inner.slice(outer.length) : "  ",
    writeString,
    effects: /^[ \t]*effect[ \t]*=/m.test(text),
    spaced: !/[^\s{][ \t]*\r?\n[ \t]*(?:not_)?principals\s*\{/.test(text),
    longLists: isLong && !isShort,
  };
};

/** The indentation of what stands in the holder of a role. */
const indentIn = (text: string, { holder, kind }: Role): string => {
  const first =
    kind === "document" || kind === "policy"
      ? holder.body.blocks[0]
      : (holder.body.written[0] ?? holder.body.blocks[0]);
  return first ? indentAt(text, first.start) : `${indentAt(text, holder.start)}  `;
};

/** What a new element is written as: attributes, or blocks. */
interface Pieces {
  readonly texts: readonly string[];
  readonly isBlock: boolean;
}

const piecesOf = (
  { kind, test = "" }: Role,
  name: string | undefined,
  value: JsonValue,
  style: DocumentStyle,
  indent: string,
): Pieces => {
  if (kind === "document")
    return { isBlock: true, texts: isRecord(value) ? [renderStatement(value, style, indent)] : [] };
  const member = name ?? "";
  if (kind === "principals" || kind === "not_principals")
    return { isBlock: true, texts: [renderPrincipals(kind, member, value, style, indent)] };
  if (kind === "condition") return { isBlock: true, texts: renderTest(member, value, style, indent) };
  if (kind === "test") return { isBlock: true, texts: renderTest(test, { [member]: value }, style, indent) };
  if (kind === "policy") {
    const attribute = member === "Id" ? "policy_id" : "version";
    const texts = typeof value === "string" ? [`${attribute} = ${style.writeString(value)}`] : [];
    return { isBlock: false, texts };
  }
  const attribute = renderAttribute(member, value, { ...style, effects: true }, indent);
  if (attribute !== undefined) return { isBlock: false, texts: [attribute] };
  return { isBlock: true, texts: renderBlocks(member, value, style, indent) };
};

/** Puts pieces behind what stands before element `index`. */
const inserted = (
  text: string,
  role: Role,
  index: number,
  { texts, isBlock }: Pieces,
  style: DocumentStyle,
): Replacement => {
  const indent = indentIn(text, role);
  const { holder, kind } = role;
  const isSpaced = isBlock && (kind === "document" ? !isTight(text, holder) : style.spaced);
  const gap = isSpaced ? `\n\n${indent}` : `\n${indent}`;
  const before = placeBefore(role, index, isBlock);
  if (before) return insertion(endOfLine(text, before.end), texts.map((one) => gap + one).join(""));
  const rest = /^[ \t]*\}/.test(text.slice(holder.inside.start)) ? `\n${indentAt(text, holder.start)}` : "";
  const next = firstIn(holder);
  const tail = next && isBlock === (next.kind === "block") && isSpaced ? "\n" : "";
  return insertion(holder.inside.start, `\n${indent}${texts.join(gap)}${tail}${rest}`);
};

const firstIn = ({ body }: Block): { readonly kind: "block" | "attribute" } | undefined => {
  const [attribute] = body.written;
  const [block] = body.blocks;
  if (attribute && (!block || attribute.start < block.start)) return { kind: "attribute" };
  return block && { kind: "block" };
};

const isTight = (text: string, { body }: Block): boolean => {
  const statements = body.blocks.filter(({ type }) => type === "statement");
  const [first, second] = statements;
  return (
    first !== undefined &&
    second !== undefined &&
    text.slice(first.end, second.start).split("\n").length === 2
  );
};

/** The attribute or block behind which a new element comes; blocks stand behind attributes. */
const placeBefore = ({ kind, holder, parts }: Role, index: number, isBlock: boolean): Place | undefined => {
  const real = parts
    .slice(0, index)
    .flat()
    .filter(({ start, end }) => end > start);
  if (kind === "policy") return real.at(-1);
  if (kind === "document") return real.at(-1) ?? holder.body.written.at(-1);
  if (kind !== "statement") return real.at(-1) ?? parts.flat().at(-1);
  if (!isBlock) {
    const attributes = real.filter(({ start }) => holder.body.written.some((one) => one.start === start));
    return attributes.at(-1);
  }
  const all = [...holder.body.written, ...holder.body.blocks].filter(
    ({ start }) =>
      real.some((one) => one.start === start) || holder.body.written.some((one) => one.start === start),
  );
  return all.sort((a, b) => a.start - b.start).at(-1);
};

/** Behind a comment that stands on the line of an element. */
const endOfLine = (text: string, at: number): number => {
  const rest = /^[ \t]*(?:#|\/\/)[^\r\n]*/.exec(text.slice(at, at + 1000))?.[0] ?? "";
  return at + rest.length;
};

/** Takes an attribute or a block out, with the white space before it; the first one with that behind it. */
const removed = (text: string, { start, end }: Place): Replacement => {
  const before = text.slice(0, start).trimEnd().length;
  const next = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  const isFirst = text[before - 1] === "{" && text[next] !== "}";
  return isFirst ? deletion({ start, end: next }) : deletion({ start: before, end });
};

const replaced: (
  document: Parameters<NonNullable<DialectWriter["replace"]>>[0],
  node: SyntaxNode,
  value: JsonValue,
  roles: Roles,
  writeString: DocumentStyle["writeString"],
) => readonly Replacement[] | undefined = ({ text, root }, node, value, roles, writeString) => {
  const style = styleIn(text, root, writeString);
  const indent = indentAt(text, node.start);
  const own = roles.get(node);
  if (own?.kind === "statement" && isRecord(value))
    return [{ start: node.start, end: node.end, text: renderStatement(value, style, indent) }];
  const holder = holderOf(root, node, roles);
  if (holder) {
    const { role, index, name } = holder;
    const places = role.parts[index] ?? [];
    const [first, ...rest] = places;
    // What goes without saying is written where it shall be otherwise.
    if (!first) {
      const pieces = piecesOf(role, name, value, style, indentIn(text, role));
      return pieces.texts.length > 0 ? [inserted(text, role, index, pieces, style)] : undefined;
    }
    const blocks = renderBlocks(name, value, style, indent);
    if (!Object.hasOwn(blockNames, name)) return undefined;
    const gap = style.spaced ? `\n\n${indent}` : `\n${indent}`;
    const fresh = { start: first.start, end: first.end, text: blocks.join(gap) };
    return [fresh, ...rest.map((place) => removed(text, place))];
  }
  if (node.kind === "array")
    return [{ start: node.start, end: node.end, text: renderList(value, style, indent) }];
  return undefined;
};

/** The statement of which a node is a member. */
const holderOf = (
  root: SyntaxNode,
  node: SyntaxNode,
  roles: Roles,
): { readonly role: Role; readonly index: number; readonly name: string } | undefined => {
  const children =
    root.kind === "array" ? root.items : root.kind === "object" ? root.members.map(({ value }) => value) : [];
  const role = roles.get(root);
  const index = children.indexOf(node);
  if (
    (role?.kind === "statement" || role?.kind === "policy") &&
    root.kind === "object" &&
    index >= 0 &&
    node.kind !== "array"
  )
    return { role, index, name: root.members[index]?.name ?? "" };
  for (const child of children) {
    const found = holderOf(child, node, roles);
    if (found) return found;
  }
  return undefined;
};
