import type { Budget } from "./box.ts";
import { conditionKeyNamed } from "../../../policy/condition-keys.ts";
import { candidateValues } from "../conditions/candidate-values.ts";
import type { Test } from "../conditions/condition-test.ts";
import { isAlwaysPresent } from "../conditions/known-keys.ts";
import { holds, holdsForValue } from "../conditions/test-truth.ts";

/** Values that all tests of a key treat alike, shown by one of them; `values` undefined: the key is absent. */
export interface Cell {
  readonly values: readonly string[] | undefined;
}

/**
 * One condition key, cut into finitely many cells. A set of cells is a bigint: bit n for cell n. An opaque dimension has two cells
 * without values: its one test holds in the second.
 */
export interface Dimension {
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly full: bigint;
  /** The cell "key absent", as a set; 0n where the key is always there. */
  readonly absent: bigint;
  /** In which cells a test holds, by the id of the test. */
  readonly truth: ReadonlyMap<number, bigint>;
  readonly tests: readonly Test[];
  readonly opaque: boolean;
}

/** More cells than this in one key, and its tests are taken one by one. */
const mostCells = 512;

/** The dimensions of one key: one where its tests can be decided together, and one more for each that cannot. */
export const dimensionsOf = (key: string, tests: readonly Test[], budget: Budget): readonly Dimension[] => {
  const family = tests.find(({ matcher }) => !undecidable.has(matcher.family))?.matcher.family;
  const apart = tests.filter(({ matcher }) => matcher.family !== family && matcher.family !== "presence");
  const together = tests.filter((test) => !apart.includes(test));
  const cells = cellsOf(key, together, budget);
  if (!cells) return tests.map((test) => opaqueDimension(key, test));
  const shared = together.length === 0 ? [] : [dimensionOf(key, together, cells)];
  return [...shared, ...apart.map((test) => opaqueDimension(key, test))];
};

const undecidable: ReadonlySet<string> = new Set(["opaque", "presence"]);

const cellsOf = (key: string, tests: readonly Test[], budget: Budget): readonly Cell[] | undefined => {
  const values = tests.every(({ matcher }) => matcher.family === "presence")
    ? ["x"]
    : candidateValues(key, tests, budget);
  if (!values) return undefined;
  const single = distinct(
    values.map((value) => ({ values: [value] })),
    tests,
  );
  const present = mayBeMany(key, tests) ? combined(single, tests, budget) : single;
  return present && (isAlwaysPresent(key) ? present : [{ values: undefined }, ...present]);
};

const mayBeMany = (key: string, tests: readonly Test[]): boolean =>
  conditionKeyNamed(key)?.multi ?? tests.some(({ quantifier }) => quantifier !== "none");

const distinct = (cells: readonly Cell[], tests: readonly Test[]): readonly Cell[] => {
  const byOutcome = new Map<string, Cell>();
  for (const cell of cells) {
    const outcome = tests.map((test) => (holds(test, cell.values) ? "1" : "0")).join("");
    if (!byOutcome.has(outcome)) byOutcome.set(outcome, cell);
  }
  return [...byOutcome.values()];
};

// A key with many values: add values as long as that makes the tests turn out in a new way.
const combined = (
  single: readonly Cell[],
  tests: readonly Test[],
  budget: Budget,
): readonly Cell[] | undefined => {
  const alphabet = distinctByValue(single, tests);
  let known = single;
  for (let size = 0; size !== known.length;) {
    size = known.length;
    budget.left -= size * alphabet.length * tests.length;
    if (budget.left < 0) return undefined;
    const wider = known.flatMap(({ values = [] }) =>
      alphabet.map((value) => ({ values: [...new Set([...values, value])] })),
    );
    known = distinct([...known, ...wider], tests);
    if (known.length > mostCells) return undefined;
  }
  return known;
};

const distinctByValue = (cells: readonly Cell[], tests: readonly Test[]): readonly string[] => {
  const values = cells.flatMap((cell) => cell.values ?? []);
  const byOutcome = new Map(
    values.map((value) => [tests.map((test) => (holdsForValue(test, value) ? "1" : "0")).join(""), value]),
  );
  return [...byOutcome.values()];
};

const dimensionOf = (key: string, tests: readonly Test[], found: readonly Cell[]): Dimension => {
  const [first] = found;
  const absent = first && first.values === undefined ? 1n : 0n;
  return {
    key,
    cells: found,
    full: (1n << BigInt(found.length)) - 1n,
    absent,
    truth: new Map(tests.map((test) => [test.id, truthOf(test, found)])),
    tests,
    opaque: false,
  };
};

const truthOf = (test: Test, cells: readonly Cell[]): bigint =>
  cells.reduce((set, cell, index) => (holds(test, cell.values) ? set | (1n << BigInt(index)) : set), 0n);

/** A test by itself: it holds or it does not. */
export const opaqueDimension = (key: string, test: Test): Dimension => ({
  key,
  cells: [{ values: undefined }, { values: undefined }],
  full: 3n,
  absent: 0n,
  truth: new Map([[test.id, 2n]]),
  tests: [test],
  opaque: true,
});
