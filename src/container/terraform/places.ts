import { blocksOf, type Placed } from "./folder.ts";
import type { Block, Expression } from "./syntax.ts";

/** Where the parts of a policy stand in the source, by their JSON Pointer. */
export type Places = ReadonlyMap<string, number>;

/** The places of a policy that is written as the object of `jsonencode`. */
export const placesInObject = (expression: Expression): Places => {
  const places = new Map<string, number>();
  const object =
    expression.kind === "call" && expression.name === "jsonencode" ? expression.items[0] : undefined;
  const walk = (node: Expression, path: string): void => {
    places.set(path, node.start);
    if (node.kind === "list") node.items.forEach((item, index) => walk(item, `${path}/${index}`));
    if (node.kind === "object")
      for (const { name, value } of node.members) walk(value, `${path}/${plainName(name)}`);
  };
  if (object) walk(object, "");
  return places;
};

const plainName = (name: string): string =>
  name.replace(/^"|"$/g, "").replaceAll("~", "~0").replaceAll("/", "~1");

const members: Readonly<Record<string, string>> = {
  sid: "Sid",
  effect: "Effect",
  actions: "Action",
  not_actions: "NotAction",
  resources: "Resource",
  not_resources: "NotResource",
};

/** The places of a policy that is a data document: those of its statement blocks, and of what stands in them. */
export const placesInDocument = ({ block }: Placed): Places => {
  const places = new Map<string, number>([["", block.start]]);
  let index = 0;
  for (const inner of block.body.blocks) {
    const isDynamic = inner.type === "dynamic" && inner.labels[0] === "statement";
    const content = isDynamic
      ? blocksOf(inner.body, "content")[0]
      : inner.type === "statement"
        ? inner
        : undefined;
    if (!content) continue;
    const path = `/Statement/${index++}`;
    // What is computed has no place of its own.
    if (isDynamic) for (const inside of inStatement(content, path).keys()) places.set(inside, inner.start);
    else for (const [inside, at] of inStatement(content, path)) places.set(inside, at);
    places.set(path, inner.start);
  }
  return places;
};

const inStatement = (block: Block, path: string): Places => {
  const places = new Map<string, number>();
  const add = (name: string, expression: Expression | undefined): void => {
    if (!expression) return;
    const inside = `${path}/${name}`;
    places.set(inside, expression.start);
    if (expression.kind !== "list") return;
    const [only, other] = expression.items;
    if (only && !other) places.set(inside, only.start);
    expression.items.forEach((item, index) => places.set(`${inside}/${index}`, item.start));
  };
  for (const [name, member] of Object.entries(members)) add(member, block.body.attributes.get(name));
  for (const [type, member] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const)
    for (const principals of blocksOf(block.body, type)) {
      const kind = principals.body.attributes.get("type");
      places.set(`${path}/${member}`, principals.start);
      if (kind) places.set(`${path}/${member}/type`, kind.start);
      for (const word of ["AWS", "Service", "Federated"])
        add(`${member}/${word}`, principals.body.attributes.get("identifiers"));
    }
  for (const condition of blocksOf(block.body, "condition")) places.set(`${path}/Condition`, condition.start);
  return places;
};

/** The place of a part, or of the nearest part around it that has one. */
export const placeIn = (places: Places, pointer: string): number | undefined => {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    const found = places.get(path);
    if (found !== undefined || path === "") return found;
  }
};
