import { isList, isRecord } from "../../policy/json-value.ts";
import type { JsonValue } from "../../policy/syntax.ts";
import { isAlike, numberIn, textIn, truthIn } from "./primitives.ts";
import { certainly, counted, withMany, type KnownFunction } from "./known-function.ts";
import { pairsIn } from "./loops.ts";
import { flat, fromPart, isCertain, isMany, isMark } from "./values.ts";

/** Functions of lists and maps. */
export const collectionFunctions: Readonly<Record<string, KnownFunction>> = {
  concat: (values) => ({
    value: values.flatMap((value) => (isMark(value) ? withMany([value]) : flat(value))),
  }),
  flatten: ([value]) => (value === undefined ? undefined : { value: deepFlat(value) }),
  merge: (values) => {
    const all = values.filter((value) => value !== null);
    return all.every(isRecord)
      ? { value: Object.fromEntries(all.flatMap((map) => Object.entries(map))) }
      : undefined;
  },
  compact: ([value]) =>
    value !== undefined && isList(value)
      ? { value: withMany(value.filter((item) => item !== "" && item !== null)) }
      : undefined,
  keys: ([value]) => (isRecord(value) ? { value: Object.keys(value).sort() } : undefined),
  values: ([value]) =>
    isRecord(value) ? { value: (pairsIn(value, false) ?? []).map(([, item]) => item) } : undefined,
  length: ([value]) => {
    const items = counted(value);
    if (items) return { value: items.length };
    if (isRecord(value)) return { value: Object.keys(value).length };
    // Behind the letters of ASCII a letter may be more than one.
    return typeof value === "string" && isCertain(value) && /^[\0-\x7f]*$/.test(value)
      ? { value: value.length }
      : undefined;
  },
  element: ([list, at]) => {
    const items = counted(list);
    const index = at === undefined || !isCertain(at) ? undefined : numberIn(at);
    const item = items && index !== undefined ? items[index % items.length] : undefined;
    return item === undefined ? undefined : fromPart(item);
  },
  lookup: ([map, name, standard]) => {
    if (!isRecord(map) || typeof name !== "string" || !isCertain(name)) return undefined;
    const item = Object.hasOwn(map, name) ? map[name] : standard;
    return item === undefined ? undefined : fromPart(item);
  },
  reverse: ([list]) => listed(counted(list)?.toReversed()),
  slice: ([list, from, to]) =>
    typeof from === "number" && typeof to === "number" ? listed(counted(list)?.slice(from, to)) : undefined,
  one: ([list]) => {
    const items = counted(list);
    return items && items.length < 2 ? fromPart(items[0] ?? null) : undefined;
  },
  zipmap: ([names, items]) => {
    const [keys, all] = [counted(names), counted(items)];
    const texts = keys?.every(isCertain) === true ? keys.map(textIn) : undefined;
    return texts && all
      ? { value: Object.fromEntries(texts.map((text, index) => [text ?? "", all[index] ?? null])) }
      : undefined;
  },
  sort: certainly((list) => (isList(list) ? list.map((item) => textIn(item) ?? "").sort() : undefined)),
  contains: certainly((list, item) => (isList(list) ? containsIn(list, item) : undefined)),
  alltrue: certainly((list) => (isList(list) ? list.every((item) => truthIn(item) === true) : undefined)),
  anytrue: certainly((list) => (isList(list) ? list.some((item) => truthIn(item) === true) : undefined)),
  coalescelist: (values) => {
    const found = values.find((value) => !isList(value) || value.length > 0);
    // Of what is open in it there may be nothing.
    return found !== undefined && isList(found) && !found.every(isMany) ? { value: found } : undefined;
  },
  // The first that is neither null nor an empty text.
  coalesce: (values) => {
    const found = values.find((value) => value !== null && value !== "");
    return found === undefined || isMark(found) ? undefined : { value: found };
  },
  try: (_, [first]) => first,
  sensitive: (_, [first]) => first,
  nonsensitive: (_, [first]) => first,
};

const listed = (value: readonly JsonValue[] | undefined) => value && { value };

/** What is open within a list may be a list itself. */
const deepFlat = (value: JsonValue): readonly JsonValue[] =>
  isList(value) ? value.flatMap(deepFlat) : withMany([value]);

/** Undecided where an item is the same but for its type. */
const containsIn = (list: readonly JsonValue[], item: JsonValue | undefined): boolean | undefined => {
  if (list.some((one) => one === item)) return true;
  return list.some((one) => isAlike(one, item)) ? undefined : false;
};
