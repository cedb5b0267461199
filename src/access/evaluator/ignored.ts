import type { IgnoredKey } from "../types.ts";
import { neverCarries } from "./carried.ts";
import type { Scene } from "./scene.ts";
import type { ContextEntries } from "./request-context.ts";

/** What of a given context has no effect: keys that the action never carries, and other values of keys whose value is settled. */
export const ignoredKeys = ({ action, context }: Scene, given: ContextEntries): readonly IgnoredKey[] =>
  given.flatMap(([key, values]) => {
    if (neverCarries(action, key.toLowerCase())) return [{ key, because: `${action} does not carry it` }];
    const settled = context.isFixed(key) ? context.valuesOf(key) : undefined;
    if (!settled || (settled.length === values.length && values.every((value) => settled.includes(value))))
      return [];
    const is = settled.length === 0 ? "absent" : settled.join(", ");
    return [{ key, because: `it is ${is} in every such request` }];
  });
