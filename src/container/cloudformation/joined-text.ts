import type { SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { intrinsicIn } from "./resolve-text.ts";

/** A text that `Fn::Join` puts together, as `Fn::Sub` would write it. */
export interface JoinedText {
  readonly text: string;
  /** What its names `${part N}` stand for, in an object. */
  readonly variables: SyntaxNode;
  /** Where the part stands in the document that a place of the text comes from. */
  readonly placeOf: (offset: number) => number;
}

/**
 * The text of an `Fn::Join` by its argument (AWS CloudFormation Template Reference, "Fn::Join"): what is written stands as it is, and
 * every other part as a name. Undefined where the list itself is worked out.
 */
export const joinedText = (argument: SyntaxNode): JoinedText | undefined => {
  const [separator, list] = argument.kind === "array" ? argument.items : [];
  if (separator?.kind !== "string" || list?.kind !== "array") return undefined;
  const members: SyntaxMember[] = [];
  const starts: { readonly from: number; readonly at: number }[] = [];
  let text = "";
  list.items.forEach((item, index) => {
    if (index > 0) text += literal(String(separator.value));
    starts.push({ from: text.length, at: item.start });
    const written = partText(item);
    const name = `part ${index + 1}`;
    if (written === undefined) members.push(memberOf(name, item));
    text += written ?? `\${${name}}`;
  });
  const { start, end } = list;
  return {
    text,
    variables: { kind: "object", layout: "flow", start, end, members },
    placeOf: (offset) => starts.findLast(({ from }) => from <= offset)?.at ?? start,
  };
};

/** In a text of `Fn::Sub`, `${!` is `${`. */
const literal = (text: string): string => text.replaceAll("${", "${!");

/** What `Fn::Sub` would have for a part; undefined where only a name can stand for it. */
const partText = (node: SyntaxNode): string | undefined => {
  const call = intrinsicIn(node);
  if (!call)
    return node.kind === "object" || node.kind === "array" ? undefined : literal(String(node.value ?? ""));
  const { name, argument } = call;
  if (argument.kind === "string" && name === "Fn::Sub") return String(argument.value);
  return argument.kind === "string" && name === "Ref" ? `\${${String(argument.value)}}` : undefined;
};

const memberOf = (name: string, value: SyntaxNode): SyntaxMember => {
  const { start } = value;
  return { name, nameNode: { kind: "string", value: name, start, end: start }, value };
};
