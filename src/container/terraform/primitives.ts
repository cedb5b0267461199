import type { JsonValue } from "../../policy/syntax.ts";

const operations: Readonly<Record<string, (one: number, other: number) => number | boolean>> = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
  "%": (one, other) => one % other,
  "<": (one, other) => one < other,
  ">": (one, other) => one > other,
  "<=": (one, other) => one <= other,
  ">=": (one, other) => one >= other,
};

/** What a sign makes of numbers, or of texts that are some; undefined for other signs and values (Terraform, "Arithmetic and Logical Operators"). */
export const calculated = (sign: string, sides: readonly JsonValue[]): number | boolean | undefined => {
  const [one, other, ...more] = sides.map(numberIn);
  if (one === undefined || more.length > 0) return undefined;
  if (sides.length === 1) return sign === "-" ? -one : undefined;
  const outcome = other === undefined ? undefined : operations[sign]?.(one, other);
  return typeof outcome === "number" && !Number.isFinite(outcome) ? undefined : outcome;
};

/** A number, or a text that is one; undefined for anything else. */
export const numberIn = (value: JsonValue): number | undefined => {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
};

/** "true" and "false" are taken for truth values where one is needed (Terraform, "Type Conversion"). */
export const truthIn = (value: JsonValue | undefined): boolean | undefined => {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
};

/** The text of a value that is no collection; undefined for one, and for null. */
export const textIn = (value: JsonValue | undefined): string | undefined =>
  value === undefined || value === null || typeof value === "object" ? undefined : String(value);

/** Whether two values have the same text, whatever their types. */
export const isAlike = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
  textIn(one) !== undefined && textIn(one) === textIn(other);
