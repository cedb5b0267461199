import type { JsonValue } from "../../policy/syntax.ts";

/** A statement's values by where they stand: `Principal.AWS` to the ARNs, `Condition.Bool.aws:SecureTransport` to the texts. */
export type Flat = ReadonlyMap<string, readonly string[]>;

/** The entries of every list of a statement; a single value counts as a list of one, what is no text as its JSON. */
export const flatten = (statement: JsonValue): Flat => {
  const found = new Map<string, readonly string[]>();
  const walk = (value: JsonValue, path: string): void => {
    if (isObject(value)) {
      const members = Object.entries(value);
      if (members.length === 0) found.set(path, ["{}"]);
      for (const [name, inner] of members) walk(inner, path === "" ? name : `${path}.${name}`);
    } else if (path !== "Sid") found.set(path, Array.isArray(value) ? value.map(entryOf) : [entryOf(value)]);
  };
  walk(statement, "");
  return found;
};

/** The Sid of a statement, where it is a text. */
export const sidOf = (statement: JsonValue): string | undefined => {
  const sid = isObject(statement) ? statement["Sid"] : undefined;
  return typeof sid === "string" ? sid : undefined;
};

const isObject = (value: JsonValue): value is { readonly [name: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entryOf = (value: JsonValue): string => (typeof value === "string" ? value : JSON.stringify(value));
