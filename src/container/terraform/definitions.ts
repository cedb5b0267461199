import type { Folder } from "./folder.ts";
import type { Placed, Source } from "./placed.ts";
import type { Place } from "./syntax.ts";
import { nameOf } from "./values.ts";

/**
 * What a folder says of what an expression is worked out from: its locals and look-ups, the values of its variables, and what the key
 * is repeated over.
 */
export const definitionsIn =
  (folder: Folder, { source, block }: Placed) =>
  (name: string): string => {
    const told = new Map<string, string>();
    const repeated = (attribute: string): string | undefined =>
      written(source, block.body.attributes.get(attribute));
    const waiting = [name];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop())
      for (const [, kind = "", first = "", second = ""] of text.matchAll(reference)) {
        const id = kind === "data" ? `${kind}.${first}.${second}` : `${kind}.${first}`;
        if (told.has(id)) continue;
        const definition =
          kind === "each" || kind === "count"
            ? repeated(kind === "each" ? "for_each" : "count")
            : definitionIn(folder, kind, first, second);
        told.set(id, definition ?? "");
        waiting.push(definition ?? "");
      }
    return JSON.stringify([...told].sort());
  };

const reference = /\b(local|var|data|each|count)\.([\w-]+)(?:\.([\w-]+))?/g;

const written = (source: Source, place: Place | undefined): string | undefined =>
  place && nameOf(source.text, place);

const definitionIn = (folder: Folder, kind: string, first: string, second: string): string | undefined => {
  if (kind === "local") {
    const found = folder.local(first);
    return found && written(found.source, found.expression);
  }
  if (kind === "data") {
    const found = folder.data(first, second);
    return found && written(found.source, found.block);
  }
  const given = folder.deployment.parameters.get(first);
  if (given !== undefined) return JSON.stringify(given);
  const found = folder.variable(first);
  return found && written(found.source, found.block.body.attributes.get("default"));
};
