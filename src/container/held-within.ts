import type { SyntaxNode } from "../policy/syntax.ts";

/** What keeps a part of a policy from being edited: the node's own reason, or the first of what lies in it. */
export const heldWithin = <Held extends object>(
  node: SyntaxNode,
  held: WeakMap<SyntaxNode, Held>,
): Held | undefined => {
  const own = held.get(node);
  if (own) return own;
  const children =
    node.kind === "array" ? node.items : node.kind === "object" ? node.members.map(({ value }) => value) : [];
  for (const child of children) {
    const found = heldWithin(child, held);
    if (found) return found;
  }
  return undefined;
};
