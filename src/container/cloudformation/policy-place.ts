import type { Scope } from "./scope.ts";
import type { Sections } from "./sections.ts";

/** A template around one of its policies. */
export interface PolicyPlace {
  /** The logical id of its key. */
  readonly name: string;
  readonly text: string;
  readonly sections: Sections;
  readonly scope: Scope;
}
