import type { PolicyDocument } from "../document.ts";
import type { JsonPath, SyntaxNode } from "../syntax.ts";

/** How a document writes a list of one: as a bare value (as KMS does), or as a list. */
export type ListHabit = "value" | "list";

interface Place {
  readonly name: string;
  readonly node: SyntaxNode;
}

/** The habit of a document at the places named as `path` ends (`AWS`, `Action`…), else anywhere, `except` left out. */
export const listHabit = (document: PolicyDocument, path: JsonPath, except: SyntaxNode): ListHabit => {
  const places = document.statements.flatMap(placesIn).filter(({ node }) => node !== except);
  return habitOf(places.filter((place) => place.name === path.at(-1))) ?? habitOf(places) ?? "list";
};

const habitOf = (places: readonly Place[]): ListHabit | undefined => {
  const values = places.filter(({ node }) => node.kind === "string").length;
  const lists = places.filter(({ node }) => node.kind === "array" && node.items.length === 1).length;
  if (values === 0 && lists === 0) return undefined;
  return lists > values ? "list" : "value";
};

/** Where a statement may have a single value or a list of them. */
const placesIn = (statement: SyntaxNode): readonly Place[] =>
  statement.kind !== "object"
    ? []
    : statement.members.flatMap(({ name, value }) => {
        if (/^(Not)?(Action|Resource)$/.test(name)) return [{ name, node: value }];
        if (!/^(Not)?Principal$/.test(name) || value.kind !== "object") return [];
        return value.members.map((member) => ({ name: member.name, node: member.value }));
      });
