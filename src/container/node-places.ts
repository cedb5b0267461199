import type { SyntaxNode } from "../policy/syntax.ts";

/** Where the parts of a tree stand, by their JSON Pointer. */
export const placesIn = (root: SyntaxNode): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  const walk = (node: SyntaxNode, path: string): void => {
    places.set(path, node.start);
    if (node.kind === "array") node.items.forEach((item, index) => walk(item, `${path}/${index}`));
    if (node.kind === "object")
      for (const { name, value } of node.members)
        walk(value, `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  };
  walk(root, "");
  return places;
};

/** The place of a part, or of the nearest part around it that has one. */
export const placeIn = (places: ReadonlyMap<string, number>, pointer: string): number | undefined => {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    const found = places.get(path);
    if (found !== undefined || path === "") return found;
  }
};
