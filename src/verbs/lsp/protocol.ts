import type { Mark } from "../../language/types.ts";

/** A document as it stands in the editor. */
export interface Source {
  /** Its file; of a text that was never saved a name that tells its language. */
  readonly path: string;
  readonly isSaved: boolean;
  readonly text: string;
}

/** What was found in a document. */
export interface Examined {
  readonly marks: readonly Mark[];
  /** Why it was not looked at, where it was not. */
  readonly notes: readonly string[];
}
