import type { Sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { isAssumed } from "./rights.ts";

/** What a verb made of a document. Where nothing was to do, `document` is the one that went in. */
export interface Edited {
  readonly document: PolicyDocument;
  /** One sentence each, for the user. */
  readonly notes: readonly Sentence[];
  /** Codes of findings that are inherent in what was asked: they do not count as introduced. */
  readonly inherent: readonly string[];
}

/** What an administrators statement brings along: the console writes `kms:Create*`, which covers CreateGrant, and more. */
export const adminInherent: readonly string[] = [
  ...["admin-wildcard-grants", "grant-unrestricted", "redundant-action"],
  ...["admin-is-user", "iam-user-principal", "broad-delete"],
];

/** The note that the kind of key was a guess. */
export const assumptionNotes = (facts: KeyFacts): readonly string[] =>
  isAssumed(facts)
    ? ["A symmetric encryption key is assumed; --key-spec and --key-usage tell otherwise."]
    : [];
