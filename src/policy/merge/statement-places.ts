import { isRecord, jsonKey, type JsonObject } from "../json-value.ts";
import { canonicalStatement, listOf } from "../same-document.ts";
import type { JsonValue } from "../syntax.ts";

/**
 * A statement as sets of entries by place. The places are its lists: the principals of all types together, the
 * actions, the values of each condition key; and its other members, each a set of one. Keys are JSON texts.
 */
export type StatementPlaces = ReadonlyMap<string, ReadonlySet<string>>;

/** The places of a statement, in one spelling. What is no object has a single place. */
export const placesOf = (statement: JsonValue, partition: string): StatementPlaces => {
  const canonical = canonicalStatement(statement, partition);
  if (!isRecord(canonical)) return new Map([["", new Set([jsonKey(canonical)])]]);
  return new Map(
    Object.entries(canonical).flatMap(([name, value]) =>
      name === "Condition" && isRecord(value) ? conditionPlaces(value) : [[name, entriesOf(value)]],
    ),
  );
};

/** The places at which two statements differ. */
export const changedPlaces = (a: StatementPlaces, b: StatementPlaces): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((place) => !equalSets(a.get(place), b.get(place)));

/** True where a list is there in both, and the second has all of the first. */
export const growsAt = (place: string, from: StatementPlaces, to: StatementPlaces): boolean => {
  const [before, after] = [from.get(place), to.get(place)];
  return before !== undefined && after !== undefined && isSubset(before, after);
};

const conditionPlaces = (condition: JsonObject): [string, ReadonlySet<string>][] =>
  Object.entries(condition).flatMap(([operator, tests]): [string, ReadonlySet<string>][] =>
    isRecord(tests)
      ? Object.entries(tests).map(([key, values]) => [
          jsonKey(["Condition", operator, key]),
          entriesOf(values),
        ])
      : [[jsonKey(["Condition", operator]), entriesOf(tests)]],
  );

const entriesOf = (value: JsonValue): ReadonlySet<string> =>
  new Set(
    isRecord(value)
      ? Object.entries(value).flatMap(([type, entries]) =>
          listOf(entries).map((entry) => jsonKey([type, entry])),
        )
      : listOf(value).map(jsonKey),
  );

const isSubset = (small: ReadonlySet<string>, large: ReadonlySet<string>): boolean =>
  [...small].every((entry) => large.has(entry));

const equalSets = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean =>
  a !== undefined && b !== undefined && a.size === b.size && isSubset(a, b);
