import { isRecord, jsonKey, type JsonObject } from "../json-value.ts";
import type { JsonValue } from "../syntax.ts";

/** Item `before` of one list is item `after` of another. */
export interface Match {
  readonly before: number;
  readonly after: number;
}

type Keyed = (item: JsonValue) => string | undefined;

/** Pairs the items of two lists that are equal, first with first where there are several. */
export const matchEqual = (before: readonly JsonValue[], after: readonly JsonValue[]): readonly Match[] =>
  matchBy(before, after, [], jsonKey);

/**
 * Pairs the statements of two policies: the same content; then the same Sid, where it is written once on both sides;
 * then the same content under another Sid; then the same Effect and most of the rest.
 */
export const matchStatements = (
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): readonly Match[] => {
  const same = matchEqual(before, after);
  const bySid = [...same, ...matchBy(before, after, same, onceIn(before, after, sid))];
  const byContent = [...bySid, ...matchBy(before, after, bySid, withoutSid)];
  return [...byContent, ...matchAlike(before, after, byContent)];
};

const matchBy = (
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  known: readonly Match[],
  key: Keyed,
): readonly Match[] => {
  const free = indicesByKey(after, new Set(known.map((match) => match.after)), key);
  const taken = new Set(known.map((match) => match.before));
  return before.flatMap((item, index) => {
    if (free.size === 0 || taken.has(index)) return [];
    const found = free.get(key(item) ?? "")?.shift();
    return found === undefined ? [] : [{ before: index, after: found }];
  });
};

const indicesByKey = (items: readonly JsonValue[], taken: ReadonlySet<number>, key: Keyed) => {
  const indices = new Map<string, number[]>();
  items.forEach((item, index) => {
    if (taken.has(index)) return;
    const its = key(item);
    if (its === undefined) return;
    const list = indices.get(its);
    if (list) list.push(index);
    else indices.set(its, [index]);
  });
  return indices;
};

const sid: Keyed = (item) =>
  isRecord(item) && typeof item["Sid"] === "string" ? `sid ${item["Sid"]}` : undefined;

const withoutSid: Keyed = (item) => (isRecord(item) ? jsonKey({ ...item, Sid: "" }) : undefined);

/** A key, only where it is written once in each list. */
const onceIn = (before: readonly JsonValue[], after: readonly JsonValue[], key: Keyed): Keyed => {
  const count = (items: readonly JsonValue[]) => {
    const counts = new Map<string, number>();
    for (const item of items) counts.set(key(item) ?? "", (counts.get(key(item) ?? "") ?? 0) + 1);
    return counts;
  };
  const [left, right] = [count(before), count(after)];
  return (item) => {
    const its = key(item);
    return its !== undefined && left.get(its) === 1 && right.get(its) === 1 ? its : undefined;
  };
};

/** Above this many pairs of leftovers nobody would see which belong together. */
const maximumPairs = 10_000;

const matchAlike = (
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  known: readonly Match[],
): readonly Match[] => {
  const left = before.flatMap((item, index) =>
    known.some((m) => m.before === index) ? [] : [{ item, index }],
  );
  const right = after.flatMap((item, index) =>
    known.some((m) => m.after === index) ? [] : [{ item, index }],
  );
  if (left.length * right.length > maximumPairs) return [];
  const used = new Set<number>();
  return left.flatMap(({ item, index }) => {
    const found = right.find((other) => !used.has(other.index) && areAlike(item, other.item));
    if (!found) return [];
    used.add(found.index);
    return [{ before: index, after: found.index }];
  });
};

const areAlike = (a: JsonValue, b: JsonValue): boolean => {
  if (!isRecord(a) || !isRecord(b) || a["Effect"] !== b["Effect"]) return false;
  if (sid(a) !== undefined && sid(b) !== undefined) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)].filter((name) => name !== "Sid"));
  const equal = [...names].filter((name) => jsonKey(member(a, name)) === jsonKey(member(b, name)));
  return equal.length * 2 > names.size;
};

const member = (record: JsonObject, name: string): JsonValue =>
  Object.hasOwn(record, name) ? (record[name] ?? null) : null;
