import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { numberIn, truthIn } from "./primitives.ts";
import type { Expression } from "./syntax.ts";
import { isMark, type Known } from "./values.ts";

/** Works out a default that a type gives. */
export type DefaultOf = (expression: Expression) => JsonValue;

/**
 * A value as the type of its variable has it (Terraform, "Type Constraints"); one that does not fit stays as it is. What is open in it
 * stays open.
 */
export const asType = (value: JsonValue, type: Expression | undefined, defaultOf: DefaultOf): Known => {
  const constructor = constructorOf(type);
  if (isMark(value) || value === null || !constructor) return { value };
  const { name, items } = constructor;
  const [inner] = items;
  const asInner = (item: JsonValue): JsonValue => asType(item, inner, defaultOf).value;
  if (items.length === 0) return { value: asPrimitive(value, name) };
  if ((name === "list" || name === "set") && isList(value)) {
    const all = value.map(asInner);
    return name === "set" ? { value: asSet(all), isSet: true } : { value: all };
  }
  if (name === "map" && isRecord(value)) return { value: mapped(value, asInner) };
  if (name === "tuple" && isList(value) && inner?.kind === "list")
    return { value: value.map((item, index) => asType(item, inner.items[index], defaultOf).value) };
  if (name === "object" && isRecord(value) && inner?.kind === "object")
    return { value: asObject(value, inner, defaultOf) };
  return { value };
};

interface Constructor {
  readonly name: string;
  readonly items: readonly Expression[];
}

const constructorOf = (type: Expression | undefined): Constructor | undefined => {
  if (type?.kind === "call") return type;
  return type?.kind === "reference" ? { name: type.path, items: [] } : undefined;
};

const asPrimitive = (value: JsonValue, name: string): JsonValue => {
  if (isList(value) || isRecord(value)) return value;
  if (name === "string") return String(value);
  if (name === "number") return numberIn(value) ?? value;
  return name === "bool" ? (truthIn(value) ?? value) : value;
};

const mapped = (
  value: { readonly [name: string]: JsonValue },
  change: (item: JsonValue) => JsonValue,
): JsonValue => Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));

/** The attributes that the type names, those that are `optional` with their defaults, and no others. */
const asObject = (
  value: { readonly [name: string]: JsonValue },
  { members }: Expression & { readonly kind: "object" },
  defaultOf: DefaultOf,
): JsonValue => {
  const attributes = members.flatMap(({ name, value: type }): readonly (readonly [string, JsonValue])[] => {
    if (typeof name !== "string") return [];
    const isOptional = type.kind === "call" && type.name === "optional";
    const [inner, standard] = isOptional ? type.items : [type];
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && given !== null) return [[name, asType(given, inner, defaultOf).value]];
    if (!isOptional) return given === undefined ? [] : [[name, given]];
    return [[name, standard ? asType(defaultOf(standard), inner, defaultOf).value : null]];
  });
  return Object.fromEntries(attributes);
};

/** The items of a set, each once, in Terraform's order where all of them are known texts. */
export const asSet = (items: readonly JsonValue[]): readonly JsonValue[] => {
  const once = [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
  return once.every((item) => typeof item === "string" && !isMark(item)) ? once.sort() : once;
};
