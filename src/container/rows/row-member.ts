import type { JsonObject } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";

/** A member by its name as every engine writes it: `KeySpec`, `keySpec`, `key_spec`. */
export const memberOf = (row: JsonObject, name: string): JsonValue | undefined => {
  for (const [key, value] of Object.entries(row))
    if (key.replaceAll(/[_-]/g, "").toLowerCase() === name) return value;
  return undefined;
};
