/** What the outside must offer so that a text can be edited. Types only, as in `ports.ts`. */

import type { KeptOf } from "./kept-port.ts";

/** How an editor is opened. */
export interface EditorOpening {
  readonly suffix: string;
  /** The line to open the text at, where the editor can. */
  readonly line?: number;
  /** The command that goes on with the text in `path`, said where the process is stopped before `forget`. */
  readonly resume: (path: string) => string;
  /** Whose policy it is, as the history and as people have it: an edit that is never ended is found again by it. */
  readonly of?: Pick<KeptOf, "key" | "label" | "base">;
  readonly untouched?: boolean;
}

/** An edit whose process was killed, or whose terminal closed. */
export interface UnfinishedEdit {
  readonly path: string;
  /** When the editor was opened, ISO 8601. */
  readonly at: string;
  readonly text: string;
  /** The policy of a key as it stood when the edit was begun. */
  readonly base?: string | undefined;
  forget(): Promise<void>;
}

/** Runs the user's editor on a text. */
export interface Editor {
  /** Opens a private file with `text`, returns what was saved. The file stays until `forget` is called. */
  open(text: string, opening: EditorOpening): Promise<EditedText>;
  unfinished?(key: string): Promise<readonly UnfinishedEdit[]>;
}

export interface EditedText {
  readonly text: string;
  /** Absolute path of the private file that holds the text. */
  readonly path: string;
  /** False when the editor ended with a non-zero status. */
  readonly ok: boolean;
  /** It came back with nothing changed while its window may still be open: the command that waits, or what to look for. */
  readonly mayBeOpen?: string | undefined;
  /** Removes the private file and its folder. */
  forget(): Promise<void>;
}
