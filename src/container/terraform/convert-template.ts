import type { Node } from "web-tree-sitter";
import { repetitionIn } from "./convert-loop.ts";
import { childOf, deeper, placeOf, type NodeReader, type ReadExpression } from "./node-reader.ts";
import type { Directive, Expression, Place, TemplatePart } from "./syntax.ts";

/** A string or a heredoc. What stands between its templates is text, white space too, which the grammar passes over. */
export const templateIn = (reader: NodeReader, node: Node, read: ReadExpression): Expression => {
  const own = placeOf(reader, node);
  const isHeredoc = node.type === "heredoc_template";
  const source = reader.text.slice(node.startIndex, node.endIndex);
  const from = isHeredoc ? source.indexOf("\n") + 1 : 1;
  const to = isHeredoc ? source.lastIndexOf("\n") + 1 : source.length - 1;
  const body = { start: own.start + from, end: Math.max(own.start + from, own.start + to) };
  const holder = node.type === "string_lit" || isHeredoc ? node : (childOf(node, "quoted_template") ?? node);
  const parts = partsIn({ reader, read }, holder.namedChildren, body);
  const form = !isHeredoc ? "quoted" : source.startsWith("<<-") ? "indented" : "heredoc";
  return { kind: "template", form, body, parts, ...own };
};

interface TemplateReader {
  readonly reader: NodeReader;
  readonly read: ReadExpression;
}

/** The parts of a stretch of a template; `~` beside one takes the white space of the text on that side. */
const partsIn = (
  outer: TemplateReader,
  nodes: readonly Node[],
  body: Place,
  isStripped: Stripped = { start: false, end: false },
): readonly TemplatePart[] => {
  const { reader } = outer;
  const parts: TemplatePart[] = [];
  let at: Place & { readonly strip: boolean } = { ...body, end: body.start, strip: isStripped.start };
  const text = (end: number, strip: boolean): void => {
    const found = stripped({ start: at.end, end }, { start: at.strip, end: strip }, reader);
    if (found.end > found.start) parts.push({ kind: "text", ...found });
  };
  for (const node of nodes) {
    if (node.type !== "template_interpolation" && node.type !== "template_directive") continue;
    const stretch = placeOf(reader, node);
    const strip = outerStrips(node);
    text(stretch.start, strip.start);
    parts.push({ ...partIn(outer, node), ...stretch });
    at = { ...stretch, strip: strip.end };
  }
  text(body.end, isStripped.end);
  return parts;
};

const partIn = (
  outer: TemplateReader,
  node: Node,
):
  | { readonly kind: "value"; readonly value: Expression }
  | { readonly kind: "directive"; readonly directive: Directive | undefined } => {
  const inner = childOf(node, "expression");
  if (node.type === "template_interpolation" && inner)
    return { kind: "value", value: outer.read(outer.reader, inner) };
  const within = { ...outer, reader: deeper(outer.reader, node) };
  return { kind: "directive", directive: directiveIn(within, node.namedChildren[0]) };
};

/** On which sides white space is taken away. */
interface Stripped {
  readonly start: boolean;
  readonly end: boolean;
}

const stripsOf = (node: Node | null | undefined): Stripped => ({
  start: node?.children[1]?.type === "strip_marker",
  end: node?.children.at(-2)?.type === "strip_marker",
});

/** Of a directive the first and the last word stand outermost. */
const outerStrips = (node: Node): Stripped => {
  const [inner] = node.namedChildren;
  if (node.type === "template_interpolation" || !inner) return stripsOf(node);
  return { start: stripsOf(inner.namedChildren[0]).start, end: stripsOf(inner.namedChildren.at(-1)).end };
};

const stripped = ({ start, end }: Place, strip: Stripped, { text, offset }: NodeReader): Place => {
  const source = text.slice(start - offset, end - offset);
  const from = strip.start ? source.length - source.trimStart().length : 0;
  const to = strip.end ? source.trimEnd().length : source.length;
  return { start: start + from, end: start + Math.max(from, to) };
};

const directiveIn = (outer: TemplateReader, node: Node | undefined): Directive | undefined => {
  const { reader, read } = outer;
  const children = node?.namedChildren ?? [];
  const [first, last] = [children[0], children.at(-1)];
  if (!first || !last) return undefined;
  const middle = children.findIndex(({ type }) => type === "template_else_intro");
  const between = (from: number, to: number): readonly TemplatePart[] => {
    const [before, after] = [children[from] ?? first, children[to] ?? last];
    const body = {
      start: before.endIndex + reader.offset,
      end: after.startIndex + reader.offset,
    };
    const strip = { start: stripsOf(before).end, end: stripsOf(after).start };
    return partsIn(outer, children.slice(from + 1, to), body, strip);
  };
  const end = children.length - 1;
  if (node?.type === "template_for") {
    const repetition = repetitionIn(reader, first, read);
    return repetition && { kind: "for", ...repetition, parts: between(0, end) };
  }
  const test = childOf(first, "expression");
  if (node?.type !== "template_if" || !test) return undefined;
  const yes = between(0, middle < 0 ? end : middle);
  return { kind: "if", test: read(reader, test), yes, no: middle < 0 ? [] : between(middle, end) };
};
