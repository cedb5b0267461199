import { isList, isRecord, jsonKey, type JsonObject } from "../json-value.ts";
import { canonicalStatement, listOf, principalValue } from "../same-document.ts";
import { changedPlaces, growsAt, placesOf } from "./statement-places.ts";
import type { JsonValue } from "../syntax.ts";

/** True where two statements say the same in any spelling. */
export const sameStatement = (a: JsonValue, b: JsonValue, partition: string): boolean =>
  jsonKey(canonicalStatement(a, partition)) === jsonKey(canonicalStatement(b, partition));

/**
 * What becomes of a statement that both sides changed: the union, where each did no more than add to the same list;
 * else undefined. Without `base` (both added the statement) they may differ in their principals or actions alone.
 */
export const mergeStatement = (
  base: JsonValue | undefined,
  mine: JsonValue,
  theirs: JsonValue,
  partition: string,
): JsonValue | undefined => {
  const [left, right] = [placesOf(mine, partition), placesOf(theirs, partition)];
  const origin = base === undefined ? undefined : placesOf(base, partition);
  const changed = origin
    ? new Set([...changedPlaces(origin, left), ...changedPlaces(origin, right)])
    : new Set(changedPlaces(left, right));
  const [place, second] = changed;
  if (place === undefined || second !== undefined || !isRecord(mine) || !isRecord(theirs)) return undefined;
  const unites = origin
    ? growsAt(place, origin, left) && growsAt(place, origin, right)
    : growsAt(place, left, left) && growsAt(place, right, right) && /^(Principal|Action)$/.test(place);
  if (!unites) return undefined;
  const name = place.startsWith("[") ? "Condition" : place;
  return { ...theirs, [name]: unite(theirs[name] ?? [], mine[name] ?? [], partition) };
};

/** `mine`, but with the spelling and the order of `theirs` wherever they say the same. */
export const inSpellingOf = (theirs: JsonValue, mine: JsonValue, partition: string): JsonValue => {
  if (isRecord(theirs) && isRecord(mine)) {
    return Object.fromEntries(
      Object.entries(mine).map(([name, value]) => [
        name,
        Object.hasOwn(theirs, name) ? inSpellingOf(theirs[name] ?? null, value, partition) : value,
      ]),
    );
  }
  if (isRecord(theirs) || isRecord(mine) || (!isList(theirs) && !isList(mine))) return mine;
  const { known, fresh } = sortOut(theirs, mine, partition);
  return spelledLike(theirs, [...known, ...fresh]);
};

/** All that either has: `theirs` first, then what only `mine` has. */
const unite = (theirs: JsonValue, mine: JsonValue, partition: string): JsonValue => {
  if (!isRecord(theirs) || !isRecord(mine)) {
    return spelledLike(theirs, [...listOf(theirs), ...sortOut(theirs, mine, partition).fresh]);
  }
  const added = Object.entries(mine).map(([name, value]): [string, JsonValue] => [
    name,
    Object.hasOwn(theirs, name) ? unite(theirs[name] ?? null, value, partition) : value,
  ]);
  return { ...theirs, ...Object.fromEntries(added) } satisfies JsonObject;
};

const sortOut = (theirs: JsonValue, mine: JsonValue, partition: string) => {
  const key = (item: JsonValue) => jsonKey(principalValue(item, partition));
  const [there, here] = [new Set(listOf(theirs).map(key)), new Set(listOf(mine).map(key))];
  return {
    known: listOf(theirs).filter((item) => here.has(key(item))),
    fresh: listOf(mine).filter((item) => !there.has(key(item))),
  };
};

const spelledLike = (form: JsonValue, items: readonly JsonValue[]): JsonValue => {
  const [only] = items;
  return only !== undefined && items.length === 1 && !isList(form) ? only : items;
};
