import type { SyntaxNode } from "../../policy/syntax.ts";

/** Why what a function gives is not known. */
export const later = "known only when the stack is deployed";

/** What a call gives of which nothing but its words is known. */
export const openAs = (name: string, argument: SyntaxNode) => ({
  open: writtenCall(name, argument),
  why: later,
});

/** A call of an intrinsic function as a name for what it gives: `Fn::Select(0, Fn::Split(",", Names))`. Two that differ have two names. */
export const writtenCall = (name: string, argument: SyntaxNode): string =>
  name === "Ref" ? written(argument) : `${name}(${listed(argument)})`;

const listed = (node: SyntaxNode): string =>
  node.kind === "array" ? node.items.map(written).join(", ") : written(node);

const written = (node: SyntaxNode): string => {
  if (node.kind === "array") return `[${listed(node)}]`;
  if (node.kind !== "object") {
    const text = String(node.value);
    return /^[\w:./-]+$/.test(text) ? text : JSON.stringify(text);
  }
  const [only, other] = node.members;
  if (only && !other && /^(?:Ref|Fn::\w+|Condition)$/.test(only.name))
    return writtenCall(only.name, only.value);
  return `{${node.members.map(({ name, value }) => `${name}: ${written(value)}`).join(", ")}}`;
};
