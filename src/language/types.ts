import type { Severity } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";

/** A stretch of a document's text in UTF-16 code units, which is how editors of the Language Server Protocol count. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A key policy in a document that is open in an editor: the document itself, or a part of it. */
export interface OpenPolicy {
  /** The policy, where its text parses. */
  readonly document: PolicyDocument | undefined;
  readonly facts: KeyFacts;
  /** The name of its key in the document; undefined where the document is the policy. */
  readonly selector?: string | undefined;
  /** Where a place of the policy's text is in the document's. */
  readonly placeOf: (offset: number) => number;
  /** Where a part of the policy is, by its JSON Pointer, where its text is not that of the document. */
  readonly placeAt?: ((pointer: string) => number | undefined) | undefined;
  /** Read from a text that is at fault, as far as it can be made out: what it gives is not known. */
  readonly isTorn?: true;
  /** Of a torn one: whether the character at an offset of its text is missing in the document. */
  readonly isAdded?: (offset: number) => boolean;
}

/** ARNs of the users and roles that could be listed, by account id. Of an account that is not here nobody is known. */
export type ListedPrincipals = ReadonlyMap<string, ReadonlySet<string>>;

/** The policies of a text. */
export interface Reading {
  readonly policies: readonly OpenPolicy[];
  /** Offsets at which it cannot be read. */
  readonly faults: readonly number[];
}

/** Reads a text in the place of a document. */
export type ReadText = (text: string) => Promise<Reading>;

/** A word that can stand in a place. */
export interface Choice {
  readonly text: string;
  readonly is: "action" | "key" | "operator" | "principal" | "value" | "element";
  readonly meaning?: string | undefined;
  /** Behind the others: it does not go with what stands beside it. */
  readonly isLess?: boolean;
}

/** A finding as an editor marks it. */
export interface Mark {
  readonly span: Span;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** JSON Pointer into the policy of `selector`. */
  readonly path: string;
  readonly selector?: string | undefined;
  /** `check --fix` mends it. */
  readonly fixable: boolean;
}
