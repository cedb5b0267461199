import { evaluate } from "./evaluate.ts";
import { pairsIn } from "./loops.ts";
import type { Scene } from "./scene.ts";
import type { Block } from "./syntax.ts";
import type { TreeReader } from "./tree.ts";
import { hasOpen } from "./values.ts";

/** How often a dynamic block is made, and with which values of its iterator. */
export interface Iterations {
  readonly scenes: readonly Scene[];
  /** Why what `for_each` goes over is not known: `scenes` has one then, in which the names of the iterator are open. */
  readonly why?: string;
}

/** What the `for_each` of a dynamic block goes over, where nothing but the files decides it (Terraform, "dynamic Blocks"). */
export const iterationsOf = (block: Block, { scene, lineOf }: TreeReader): Iterations => {
  const over = block.body.attributes.get("for_each");
  const given = over && evaluate(over, { ...scene, withoutDefaults: true });
  const word = block.body.attributes.get("iterator");
  const kind = block.labels[0] ?? "";
  const name = word?.kind === "reference" ? word.path : kind;
  if (!given || !("value" in given) || hasOpen(given.value)) {
    const where = lineOf ? ` at line ${lineOf(block.start)}` : "";
    const why = `the block of dynamic ${kind}${where} is worked out by Terraform`;
    const openNames = new Map([...(scene.openNames ?? []), [name, why] as const]);
    return { scenes: [{ ...scene, openNames }], why };
  }
  const scenes = (pairsIn(given.value, given.isSet === true) ?? []).map(([key, value]) => ({
    ...scene,
    iterators: new Map([...(scene.iterators ?? []), [name, { key, value }] as const]),
  }));
  return { scenes };
};
