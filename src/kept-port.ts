/** Texts that must not be lost, and how they are found again. Types only, as in `ports.ts`. */

/** What is noted of a text beside its file. */
export interface KeptOf {
  /** Whose policy it is, as the history has it. */
  readonly key: string;
  /** The same for people: alias, account and Region, or the file. */
  readonly label: string;
  /** The command that goes on with the text in that file. */
  readonly resume: (path: string) => string;
  /** The policy of a key as it stood when the text was begun. */
  readonly base?: string | undefined;
}

/** A text that waits for somebody. */
export interface KeptText {
  /** Names it on a command line. */
  readonly id: string;
  /** `edit`: its editor or terminal is gone; `text`: a change could not write it, or it was replaced meanwhile. */
  readonly what: "edit" | "text";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly path: string;
  /** Not known of what an earlier kmspol kept. */
  readonly key?: string | undefined;
  readonly label?: string | undefined;
  readonly command?: string | undefined;
  /** Removes text and note. */
  forget(): Promise<void>;
}

/** All that is kept on this machine. */
export interface KeptTexts {
  /** Newest first. */
  list(): Promise<readonly KeptText[]>;
}
