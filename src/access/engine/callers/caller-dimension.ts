import type { Caller } from "./caller.ts";
import type { Test } from "../conditions/condition-test.ts";
import type { Dimension } from "../boxes/dimension.ts";
import { holds } from "../conditions/test-truth.ts";

/** The kinds of caller behind one principal word as a dimension: one cell a kind, told apart by the tests on the caller. */
export const callerDimension = (callers: readonly Caller[], tests: readonly Test[]): Dimension => ({
  key: "caller",
  cells: callers.map(() => ({ values: undefined })),
  full: (1n << BigInt(callers.length)) - 1n,
  absent: 0n,
  truth: new Map(callers.length === 1 ? [] : tests.map((test) => [test.id, truthOf(test, callers)])),
  tests: callers.length === 1 ? [] : tests,
  opaque: false,
});

const truthOf = (test: Test, callers: readonly Caller[]): bigint =>
  callers.reduce(
    (cells, { keys }, place) => (holds(test, keys.get(test.key)) ? cells | (1n << BigInt(place)) : cells),
    0n,
  );
