import type { Finding } from "../check/finding.ts";
import type { Refusal } from "./types.ts";

/** What is wrong with an edited text. `findings` count in the lines of the text that the user edited. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** What must be mended before the text can be offered for writing; empty when it is good. */
  readonly refusals: readonly Refusal[];
}
