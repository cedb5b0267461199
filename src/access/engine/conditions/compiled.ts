import type { Matcher } from "./condition-test.ts";

/** A matcher, and why what rests on it is not certain. */
export interface Compiled {
  readonly matcher: Matcher;
  readonly doubt?: string;
}

/** A test that may hold or not. `doubt`: why that is not known. */
export const opaque = (doubt?: string): Compiled =>
  doubt === undefined ? { matcher: { family: "opaque" } } : { matcher: { family: "opaque" }, doubt };
