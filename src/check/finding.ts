/**
 * error: KMS rejects it or the statement cannot work; security: it grants more than meant; warning: likely a mistake or a risk;
 * suggestion: style.
 */
export type Severity = "error" | "security" | "warning" | "suggestion";

/** One thing that `check` reports. The field names are the contract of `--json`. */
export interface Finding {
  /** A code of the catalogue, such as `group-principal`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** JSON Pointer of the smallest thing at fault; for something missing, of the object that lacks it. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly sid?: string;
  readonly fixable: boolean;
  /** In a document with conditions of its own: under which of them this stands, `IsProduction` or `not IsProduction`. */
  readonly if?: readonly string[];
  /** In a change: it was not there before. */
  readonly introduced?: boolean;
  /** In a change: it was not there before, and is part of what was asked for. Then `introduced` is false. */
  readonly asked?: boolean;
  /** Why somebody who has looked at it lives with it; absent where nobody has. */
  readonly reason?: string;
}

/** The code, and whether it was found in the text before the change, too. */
export const codeOf = ({ code, introduced }: Finding): string =>
  introduced === false ? `${code} (was there before)` : code;
