import type { Page } from "./page.ts";
import type { Severity } from "./finding.ts";

/** What is the same for every finding of a code. */
export interface Description<Code extends string = string> {
  /** As `--json` and `kmspol explain` name it: words in lower case, with hyphens. */
  readonly code: Code;
  readonly severity: Severity;
  /** The finding in a few words, as a heading: no full stop. */
  readonly title: string;
  /** Its page. A function, as the texts are long and most runs show none. */
  readonly page: () => Page;
  /** KMS takes no document with it, whoever wrote it and when (KMS API, PutKeyPolicy; answers seen of KMS). */
  readonly rejectedByKms?: boolean;
  /** It says why a statement, or a part of it, does nothing: that the statement has no effect is then no finding of its own. */
  readonly explainsNoEffect?: boolean;
  /** Its fixes write the same in other words, or take out what says nothing: they are made where there is no time to see, too. */
  readonly fixKeepsAccess?: boolean;
  /**
   * Which of its fixes may get in each other's way: none, where they write a value anew or take out what something that stays covers;
   * those in one object, where they change names. Without it those in one statement: what is left of it goes with the last.
   */
  readonly fixesMeet?: "never" | "in one object";
}
