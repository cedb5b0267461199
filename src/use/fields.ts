import { isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";

/**
 * A member of a record, whatever its case: Athena writes all names in small letters (Amazon Athena User Guide, "Query AWS CloudTrail
 * logs"). Undefined where there is none, or null.
 */
export const field = (record: JsonObject | undefined, name: string): JsonValue | undefined => {
  if (!record) return undefined;
  if (Object.hasOwn(record, name)) return record[name] ?? undefined;
  const small = name.toLowerCase();
  return Object.hasOwn(record, small) ? (record[small] ?? undefined) : undefined;
};

/** A text member that is not empty. */
export const textField = (record: JsonObject | undefined, name: string): string | undefined => {
  const value = field(record, name);
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** A member that is an object, or the JSON text of one, as Athena and CloudTrail Lake have them. */
export const objectField = (record: JsonObject | undefined, name: string): JsonObject | undefined => {
  const value = inner(field(record, name));
  return isRecord(value) ? value : undefined;
};

/** The objects of a list, or of the JSON text of one. */
export const objectsField = (record: JsonObject | undefined, name: string): readonly JsonObject[] => {
  const value = inner(field(record, name));
  return Array.isArray(value) ? value.filter(isRecord) : [];
};

const inner = (value: JsonValue | undefined): JsonValue | undefined => {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  return parsed(value);
};

/** A JSON text as its value; undefined where it is none. */
export const parsed = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};
