/**
 * What a policy says, without its text: the input of the access engine and of the plain evaluator.
 * Read from a document by `readPolicy`; nothing here knows where it was written.
 */
export interface Policy {
  /** As written; absent when the document has none (IAM then reads 2008-10-17: no policy variables). */
  readonly version: string | undefined;
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
}

/**
 * One statement. Single values are lists of one. A part that the document lacks or that has a wrong type is empty:
 * such a statement matches nothing (`inert` says why); engines skip it.
 */
export interface Statement {
  /** Place in the document, from 0, as in a JSON Pointer. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly PrincipalEntry[];
  /** True when the entries come from `NotPrincipal`: everyone except them. */
  readonly notPrincipal: boolean;
  /** As written, wildcards included. */
  readonly actions: readonly string[];
  readonly notAction: boolean;
  readonly resources: readonly string[];
  readonly notResource: boolean;
  /** All must hold. */
  readonly conditions: readonly ConditionTest[];
  /** Why this statement can match nothing at all (no action, no resource, no valid effect); else undefined. */
  readonly inert: string | undefined;
}

/** One principal: the bare `"*"` is `{ type: "AWS", value: "*" }`. Types beside the four are kept as written. */
export interface PrincipalEntry {
  readonly type: string;
  readonly value: string;
}

/** One operator on one key. Values are texts: `true` and `7` become `"true"` and `"7"`. */
export interface ConditionTest {
  /** As written, set prefix and IfExists included: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}
