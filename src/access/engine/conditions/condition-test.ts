import type { Moment } from "./date-values.ts";
import type { AddressBlock } from "./address-values.ts";
import type { Quantifier } from "./operator.ts";
import type { Pattern } from "../patterns/pattern.ts";
import type { Condition } from "../../types.ts";

/** How one value of a request is compared with the values of a policy; any of them may match. */
export type Matcher =
  | { readonly family: "text"; readonly exact: ReadonlySet<string>; readonly patterns: readonly Pattern[] }
  | { readonly family: "binary"; readonly exact: ReadonlySet<string> }
  | { readonly family: "number"; readonly comparison: string; readonly bounds: readonly number[] }
  | { readonly family: "date"; readonly comparison: string; readonly bounds: readonly Moment[] }
  | { readonly family: "address"; readonly blocks: readonly AddressBlock[] }
  | { readonly family: "presence"; readonly whenPresent: boolean; readonly whenAbsent: boolean }
  | { readonly family: "opaque" };

/** One test of a condition, made ready to be decided. Equal tests of both policies are one object. */
export interface Test {
  readonly id: number;
  /** The condition key in lower case. */
  readonly key: string;
  /** The test as written, for people. */
  readonly condition: Condition;
  readonly matcher: Matcher;
  readonly quantifier: Quantifier;
  readonly negated: boolean;
  /** What the test says when the request lacks the key. */
  readonly whenAbsent: boolean;
  /** Why an answer that rests on this test is not certain. */
  readonly doubt?: string;
}
