import type { Node } from "web-tree-sitter";
import { maximumDepth } from "../../policy/limits.ts";
import { HclFault } from "./outline.ts";
import type { Attribute, Block, Body, Expression, Member, Place, TemplatePart } from "./syntax.ts";

/** How places of a tree become places of the source. */
interface Reader {
  readonly text: string;
  readonly offset: number;
  readonly depth: number;
}

/** The outermost block or attribute of a tree, with places that count from `offset`. Throws HclFault where it is nested too deep. */
export const bodyIn = (root: Node, text: string, offset: number): Body => {
  const body = named(root, "body");
  return toBody({ text, offset, depth: 0 }, body);
};

const place = ({ offset }: Reader, first: Node, last = first): Place => ({
  start: first.startIndex + offset,
  end: last.endIndex + offset,
});

const named = (node: Node, type: string): Node | undefined =>
  node.namedChildren.find((child) => child.type === type);

const deeper = (reader: Reader, node: Node): Reader => {
  if (reader.depth > maximumDepth)
    throw new HclFault(`nested deeper than ${maximumDepth} levels`, node.startIndex + reader.offset);
  return { ...reader, depth: reader.depth + 1 };
};

const toBody = (reader: Reader, node: Node | undefined): Body => {
  const written: Attribute[] = [];
  const blocks: Block[] = [];
  for (const child of node?.namedChildren ?? []) {
    if (child.type === "block") blocks.push(toBlock(deeper(reader, child), child));
    const [name, value] =
      child.type === "attribute" ? [named(child, "identifier"), named(child, "expression")] : [];
    if (name && value)
      written.push({ name: name.text, ...place(reader, child), value: toExpression(reader, value) });
  }
  return { written, blocks, attributes: new Map(written.map(({ name, value }) => [name, value])) };
};

const toBlock = (reader: Reader, node: Node): Block => {
  const [type, ...rest] = node.namedChildren;
  const labels = rest
    .filter((child) => child.type === "string_lit" || child.type === "identifier")
    .map((child) => child.text.replace(/^"|"$/g, ""));
  const [open, close] = [named(node, "block_start"), named(node, "block_end")];
  const inside = {
    start: (open ?? node).endIndex + reader.offset,
    end: (close ?? node).startIndex + reader.offset,
  };
  return {
    type: type?.text ?? "",
    labels,
    ...place(reader, node),
    inside,
    body: toBody(reader, named(node, "body")),
  };
};

const toExpression = (outer: Reader, node: Node): Expression => {
  const reader = deeper(outer, node);
  return fromNodes(
    reader,
    node.children.filter(({ type }) => type !== "comment"),
    node,
  );
};

/** What some nodes beside each other mean: a thing, and what is asked of it. */
const fromNodes = (reader: Reader, nodes: readonly Node[], whole: Node): Expression => {
  const [first, ...rest] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) return { kind: "other", ...place(reader, whole) };
  const all = place(reader, first, last);
  if (first.type === "variable_expr") {
    const path = reader.text.slice(all.start - reader.offset, all.end - reader.offset);
    return { kind: "reference", path, ...all };
  }
  if (first.type === "(" && nodes.length === 3 && nodes[1]) return toExpression(reader, nodes[1]);
  if (rest.length > 0) return { kind: "other", ...all };
  return single(reader, first) ?? { kind: "other", ...all };
};

const single = (reader: Reader, node: Node): Expression | undefined => {
  const own = place(reader, node);
  const [inner] = node.namedChildren;
  switch (node.type) {
    case "literal_value":
      return inner && literal(reader, inner);
    case "template_expr":
      return inner && template(reader, inner);
    case "collection_value":
      return inner && (inner.type === "tuple" ? list(reader, inner) : object(reader, inner));
    case "function_call":
      return call(reader, node);
    case "conditional": {
      const [test, yes, no] = node.namedChildren
        .filter(({ type }) => type === "expression")
        .map((one) => toExpression(reader, one));
      return test && yes && no && { kind: "choice", test, yes, no, ...own };
    }
    case "operation":
      return inner && operation(reader, inner);
    default:
      return undefined;
  }
};

const literal = (reader: Reader, node: Node): Expression | undefined => {
  const own = place(reader, node);
  if (node.type === "string_lit") return template(reader, node);
  if (node.type === "numeric_lit") return { kind: "literal", value: Number(node.text), ...own };
  if (node.type === "bool_lit") return { kind: "literal", value: node.text === "true", ...own };
  return node.type === "null_lit" ? { kind: "literal", value: null, ...own } : undefined;
};

const list = (reader: Reader, node: Node): Expression => ({
  kind: "list",
  items: node.namedChildren
    .filter(({ type }) => type === "expression")
    .map((item) => toExpression(reader, item)),
  ...place(reader, node),
});

const object = (reader: Reader, node: Node): Expression => {
  const members = node.namedChildren
    .filter(({ type }) => type === "object_elem")
    .flatMap((element): Member[] => {
      const [key, value] = element.namedChildren.filter(({ type }) => type === "expression");
      if (!key || !value) return [];
      const plain = /^(?:([\p{L}_][\p{L}\p{N}_-]*)|"([^"\\$%]*)")$/u.exec(key.text);
      const name = plain?.[1] ?? plain?.[2] ?? toExpression(reader, key);
      return [
        {
          name,
          nameEnd: key.endIndex + reader.offset,
          value: toExpression(reader, value),
          ...place(reader, element),
        },
      ];
    });
  return { kind: "object", members, ...place(reader, node) };
};

const call = (reader: Reader, node: Node): Expression => {
  const items = named(node, "function_arguments")?.namedChildren ?? [];
  const isSpread = items.some(({ type }) => type === "ellipsis");
  const own = place(reader, node);
  if (isSpread) return { kind: "other", ...own };
  const given = items.filter(({ type }) => type === "expression").map((item) => toExpression(reader, item));
  return { kind: "call", name: named(node, "identifier")?.text ?? "", items: given, ...own };
};

const operation = (reader: Reader, node: Node): Expression => {
  const own = place(reader, node);
  const children = node.children.filter(({ type }) => type !== "comment");
  const at = children.findIndex(({ type }) => /^(?:[=!<>]=|[<>!]|&&|\|\||[-+*/%])$/.test(type));
  const sign = children[at]?.type;
  if (sign === undefined) return { kind: "other", ...own };
  const sides = [children.slice(0, at), children.slice(at + 1)].filter((side) => side.length > 0);
  return { kind: "test", sign, operands: sides.map((side) => fromNodes(reader, side, node)), ...own };
};

/** What stands between the templates of a string is text, white space too, which the grammar passes over. */
const template = (reader: Reader, node: Node): Expression => {
  const own = place(reader, node);
  const isHeredoc = node.type === "heredoc_template";
  const source = reader.text.slice(node.startIndex, node.endIndex);
  const from = isHeredoc ? source.indexOf("\n") + 1 : 1;
  const to = isHeredoc ? source.lastIndexOf("\n") + 1 : source.length - 1;
  const body = { start: own.start + from, end: Math.max(own.start + from, own.start + to) };
  const holder = node.type === "string_lit" || isHeredoc ? node : (named(node, "quoted_template") ?? node);
  const parts: TemplatePart[] = [];
  let at = body.start;
  const text = (end: number): void => {
    if (end > at) parts.push({ kind: "text", start: at, end });
  };
  for (const child of holder.namedChildren) {
    const stretch = place(reader, child);
    const inner = named(child, "expression");
    if (child.type !== "template_interpolation" && child.type !== "template_directive") continue;
    text(stretch.start);
    if (child.type === "template_interpolation" && inner)
      parts.push({ kind: "value", value: toExpression(reader, inner), ...stretch });
    else parts.push({ kind: "directive", ...stretch });
    at = stretch.end;
  }
  text(body.end);
  const form = !isHeredoc ? "quoted" : source.startsWith("<<-") ? "indented" : "heredoc";
  return { kind: "template", form, body, parts, ...own };
};
