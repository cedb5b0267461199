import { unveil } from "../../policy/symbols.ts";
import type { Scene } from "./scene.ts";
import type { Place } from "./syntax.ts";
import { fromPart, nameOf, type Open } from "./values.ts";

/** What is open in the source at a place, by its text there. */
export const openAs = (place: Place, scene: Scene, why: string): Open => ({
  open: inRound(nameOf(scene.source.text, place), scene),
  why,
});

/** A name with what stands for the names of loops in it: in another round the same text is something else. */
export const inRound = (name: string, { iterators }: Scene): string => {
  const bound = [...(iterators ?? [])].filter(([word]) => mentions(name, word));
  if (bound.length === 0) return name;
  return `${name} where ${bound.map(([word, value]) => `${word} is ${told(fromPart(value))}`).join(", ")}`;
};

const mentions = (text: string, word: string): boolean =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_."-])${word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}_-])`,
    "u",
  ).test(text);

const told = (value: ReturnType<typeof fromPart>): string =>
  "value" in value ? unveil(JSON.stringify(value.value)) : value.open;
