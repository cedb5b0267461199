import type { Node } from "web-tree-sitter";
import { stepsIn } from "./convert-access.ts";
import { loopIn } from "./convert-loop.ts";
import { templateIn } from "./convert-template.ts";
import { childOf, childrenOf, deeper, placeOf, type NodeReader } from "./node-reader.ts";
import type { Expression, Member } from "./syntax.ts";

/** An expression of the tree; what policies do not need is `other`. Throws HclFault where it is nested too deep. */
export const toExpression = (outer: NodeReader, node: Node): Expression => {
  const reader = deeper(outer, node);
  return fromNodes(
    reader,
    node.children.filter(({ type }) => type !== "comment"),
    node,
  );
};

/** What some nodes beside each other mean: a thing, and what is asked of it. */
const fromNodes = (reader: NodeReader, nodes: readonly Node[], whole: Node): Expression => {
  const [first, ...rest] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) return { kind: "other", ...placeOf(reader, whole) };
  const all = placeOf(reader, first, last);
  if (first.type === "variable_expr") return reference(reader, first, rest, last);
  if (first.type === "(" && nodes.length === 3 && nodes[1]) return toExpression(reader, nodes[1]);
  const of = first.type === "expression" ? toExpression(reader, first) : single(reader, first);
  if (!of || rest.length === 0) return of ?? { kind: "other", ...all };
  const steps = stepsIn(reader, rest, toExpression);
  return steps ? { kind: "access", of, steps, ...all } : { kind: "other", ...all };
};

/** A name with what is asked of it. A step that the path cannot tell (`[*]`, an index to be worked out) is followed from before it. */
const reference = (reader: NodeReader, first: Node, rest: readonly Node[], last: Node): Expression => {
  const sourceTo = (node: Node): string => reader.text.slice(first.startIndex, node.endIndex);
  const own = placeOf(reader, first, last);
  const computed = rest.findIndex((node) => !isPlain(node));
  const before = computed > 0 ? rest[computed - 1] : first;
  const steps = computed < 0 || !before ? undefined : stepsIn(reader, rest.slice(computed), toExpression);
  const of = before && {
    kind: "reference" as const,
    path: sourceTo(before),
    access: undefined,
    ...placeOf(reader, first, before),
  };
  const access = steps && of && { kind: "access" as const, of, steps };
  return { kind: "reference", path: sourceTo(last), access, ...own };
};

/** Whether a step is told by its source alone. */
const isPlain = (node: Node): boolean =>
  node.type === "get_attr" ||
  (node.type === "index" && /^\[\s*(?:"[^"\\$%]*"|\d+)\s*\]$|^\.\d/.test(node.text));

const single = (reader: NodeReader, node: Node): Expression | undefined => {
  const own = placeOf(reader, node);
  const [inner] = node.namedChildren;
  switch (node.type) {
    case "literal_value":
      return inner && literal(reader, inner);
    case "template_expr":
      return inner && templateIn(reader, inner, toExpression);
    case "collection_value":
      return inner && (inner.type === "tuple" ? list(reader, inner) : object(reader, inner));
    case "for_expr":
      return inner && loopIn(reader, inner, toExpression);
    case "function_call":
      return call(reader, node);
    case "conditional": {
      const [test, yes, no] = childrenOf(node, "expression").map((one) => toExpression(reader, one));
      return test && yes && no && { kind: "choice", test, yes, no, ...own };
    }
    case "operation":
      return inner && operation(reader, inner);
    default:
      return undefined;
  }
};

const literal = (reader: NodeReader, node: Node): Expression | undefined => {
  const own = placeOf(reader, node);
  if (node.type === "string_lit") return templateIn(reader, node, toExpression);
  if (node.type === "numeric_lit") return { kind: "literal", value: Number(node.text), ...own };
  if (node.type === "bool_lit") return { kind: "literal", value: node.text === "true", ...own };
  return node.type === "null_lit" ? { kind: "literal", value: null, ...own } : undefined;
};

const list = (reader: NodeReader, node: Node): Expression => ({
  kind: "list",
  items: childrenOf(node, "expression").map((item) => toExpression(reader, item)),
  ...placeOf(reader, node),
});

const object = (reader: NodeReader, node: Node): Expression => {
  const members = childrenOf(node, "object_elem").flatMap((element): Member[] => {
    const [key, value] = childrenOf(element, "expression");
    if (!key || !value) return [];
    const plain = /^(?:([\p{L}_][\p{L}\p{N}_-]*)|"([^"\\$%]*)")$/u.exec(key.text);
    const name = plain?.[1] ?? plain?.[2] ?? toExpression(reader, key);
    return [
      {
        name,
        nameEnd: key.endIndex + reader.offset,
        value: toExpression(reader, value),
        ...placeOf(reader, element),
      },
    ];
  });
  return { kind: "object", members, ...placeOf(reader, node) };
};

const call = (reader: NodeReader, node: Node): Expression => {
  const given = childOf(node, "function_arguments");
  const own = placeOf(reader, node);
  if (childOf(given, "ellipsis")) return { kind: "other", ...own };
  const items = childrenOf(given, "expression").map((item) => toExpression(reader, item));
  return { kind: "call", name: childOf(node, "identifier")?.text ?? "", items, ...own };
};

const operation = (reader: NodeReader, node: Node): Expression => {
  const own = placeOf(reader, node);
  const children = node.children.filter(({ type }) => type !== "comment");
  const at = children.findIndex(({ type }) => /^(?:[=!<>]=|[<>!]|&&|\|\||[-+*/%])$/.test(type));
  const sign = children[at]?.type;
  if (sign === undefined) return { kind: "other", ...own };
  const sides = [children.slice(0, at), children.slice(at + 1)].filter((side) => side.length > 0);
  return { kind: "test", sign, operands: sides.map((side) => fromNodes(reader, side, node)), ...own };
};
