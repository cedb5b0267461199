import { isList, isRecord } from "../../policy/json-value.ts";
import type { ArrayNode, JsonValue, ObjectNode, SyntaxMember, SyntaxNode } from "../../policy/syntax.ts";
import { evaluate, memberName, testOf, wayOf } from "./evaluate.ts";
import type { Scene } from "./scene.ts";
import type { Block, Expression, Place } from "./syntax.ts";
import { asValue, short, withSymbols } from "./values.ts";

/** Why the text of a node is not to be edited. */
export interface Held {
  readonly code: string;
  readonly message: string;
}

/** Reads expressions as a tree of a policy; what stands elsewhere, or is computed, is held. */
export interface TreeReader {
  readonly scene: Scene;
  readonly held: Map<SyntaxNode, Held>;
  /** The line of the file on which a place is. */
  readonly lineOf?: (offset: number) => number;
  /** A data document: what its parts are written as. */
  readonly roles?: Map<SyntaxNode, Role>;
}

/** The blocks and attributes that a collection of a data document is written as. */
export interface Role {
  readonly kind: "policy" | "document" | "statement" | "principals" | "not_principals" | "condition" | "test";
  /** The block in which they stand. */
  readonly holder: Block;
  /** Those of each element. */
  readonly parts: readonly (readonly Place[])[];
  /** The test of a condition. */
  readonly test?: string;
}

/** Marks a node and all within it: its text is not to be edited. */
export const hold = (node: SyntaxNode, held: TreeReader["held"], why: Held): SyntaxNode => {
  if (!held.has(node)) held.set(node, why);
  if (node.kind === "array") for (const item of node.items) hold(item, held, why);
  if (node.kind === "object") for (const { value } of node.members) hold(value, held, why);
  return node;
};

/** Why a part that Terraform works out is held. */
export const computed = (what: string): Held => ({
  code: "edit-computed",
  message: `Terraform works this text out: ${what}`,
});

/** A value as nodes that all stand at one place. */
export const nodesAt = (value: JsonValue, place: Place): SyntaxNode => {
  const { start, end } = place;
  if (isList(value))
    return { start, end, kind: "array", layout: "flow", items: value.map((item) => nodesAt(item, place)) };
  if (isRecord(value)) {
    const members = Object.entries(value).map(([name, item]): SyntaxMember => {
      const nameNode = { start, end: start, kind: "string", value: name } as const;
      return { name, nameNode, value: nodesAt(item, place) };
    });
    return { start, end, kind: "object", layout: "flow", members };
  }
  const kind = value === null ? "null" : (typeof value as "string" | "number" | "boolean");
  return { start, end, kind, value };
};

/** An expression as a tree of a policy, with places of the source. A choice that is open and not taken either way is one value. */
export const treeOf = (expression: Expression, reader: TreeReader, isPrincipal = false): SyntaxNode => {
  const { scene, held } = reader;
  if (expression.kind === "list") {
    const items = expression.items.flatMap((item) => {
      const node = treeOf(item, reader, isPrincipal);
      // A list within a list stands for its items, as in a policy it can mean nothing else.
      return node.kind === "array" ? node.items : [node];
    });
    return { start: expression.start, end: expression.end, kind: "array", layout: "flow", items };
  }
  if (expression.kind === "object") return objectNode(expression, reader, isPrincipal);
  if (expression.kind === "choice") {
    const way = wayOf(expression, scene);
    if (way !== undefined) {
      const node = treeOf(way ? expression.yes : expression.no, reader, isPrincipal);
      return hold(node, held, computed(`the choice by ${testOf(expression, scene)}`));
    }
  }
  const given = withSymbols(asValue(evaluate(expression, scene)), isPrincipal);
  const value = reader.roles ? withVariables(given) : given;
  const isWhole = typeof value !== "object" || value === null;
  const { start } = expression;
  const node = nodesAt(value, isWhole ? expression : { start, end: start });
  return isWhole ? node : hold(node, held, computed(sourceOf(expression, scene)));
};

/** `&{aws:username}` is the provider's way to write a policy variable that Terraform does not resolve. */
const withVariables = (value: JsonValue): JsonValue => {
  if (typeof value === "string") return value.replaceAll("&{", "${");
  return isList(value) ? value.map(withVariables) : value;
};

/** The source of what is computed, as a name for it. */
export const sourceOf = (place: Place, { source }: Scene): string => short(source.text, place);

const objectNode = (
  expression: Expression & { readonly kind: "object" },
  reader: TreeReader,
  isPrincipal: boolean,
): ObjectNode => {
  const members = expression.members.map((member): SyntaxMember => {
    const name = memberName(member.name, reader.scene);
    const nameNode = { start: member.start, end: member.nameEnd, kind: "string", value: name } as const;
    const value = treeOf(member.value, reader, isPrincipal || /^(?:Not)?Principal$/.test(name));
    return { name, nameNode, value };
  });
  return { start: expression.start, end: expression.end, kind: "object", layout: "flow", members };
};

/** A list of nodes in the place of another node. */
export const arrayOf = ({ start, end }: Place, items: readonly SyntaxNode[]): ArrayNode => ({
  kind: "array",
  layout: "flow",
  start,
  end,
  items,
});
