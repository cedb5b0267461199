import type { JsonPath, SyntaxNode } from "../policy/syntax.ts";
import { membersOf } from "./read-views.ts";
import type { ValueView } from "./views.ts";

/** Every value under a node, itself first, with its place. The parser caps the depth. */
export function* walk(node: SyntaxNode, path: JsonPath = []): Generator<ValueView> {
  yield { node, path, start: node.start };
  if (node.kind === "array") {
    for (const [index, item] of node.items.entries()) yield* walk(item, [...path, index]);
  }
  for (const member of membersOf(node, path)) yield* walk(member.value, member.path);
}
