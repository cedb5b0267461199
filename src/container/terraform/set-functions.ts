import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { counted, withMany, type KnownFunction } from "./known-function.ts";
import { textIn } from "./primitives.ts";
import { isCertain, type Value } from "./values.ts";
import { asSet } from "./variable-types.ts";

/** Functions of sets, and those that make one collection another. */
export const setFunctions: Readonly<Record<string, KnownFunction>> = {
  toset: ([value], [first]) =>
    isSet(first) ? first : value !== undefined && isList(value) ? set(value) : undefined,
  tolist: ([value]) => (value !== undefined && isList(value) ? { value } : undefined),
  tomap: ([value]) => (isRecord(value) ? { value } : undefined),
  distinct: ([value]) => (value !== undefined && isList(value) ? { value: each(value) } : undefined),
  setunion: (values) => (values.every(isList) ? set(values.flat()) : undefined),
  setsubtract: ([one, other]) => chosen(one, other, (isIn) => !isIn),
  setintersection: ([one, other, more]) =>
    more === undefined ? chosen(one, other, (isIn) => isIn) : undefined,
};

const isSet = (given: Value | undefined): boolean =>
  given !== undefined && "value" in given && given.isSet === true;

const set = (items: readonly JsonValue[]): Value => ({ value: asSet(withMany(items)), isSet: true });

/** Each item once, in the order in which they first stand. */
const each = (items: readonly JsonValue[]): readonly JsonValue[] => [
  ...new Map(withMany(items).map((item) => [JSON.stringify(item), item])).values(),
];

const chosen = (
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  keeps: (isIn: boolean) => boolean,
): Value | undefined => {
  const [items, others] = [counted(one), counted(other)];
  if (!items || !others || ![...items, ...others].every(isCertain)) return undefined;
  const known = new Set(others.map(textIn));
  return set(items.filter((item) => keeps(known.has(textIn(item)))));
};
