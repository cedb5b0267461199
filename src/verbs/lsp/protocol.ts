import type { Completion } from "../../language/complete.ts";
import type { StatementSymbol } from "../../language/symbols.ts";
import type { Mark, Span } from "../../language/types.ts";

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

/** Which finding of a document is meant. */
export type FindingName = Pick<Mark, "code" | "path" | "selector">;

/** An edit that mends something: one stretch of the document gets another text. */
export interface Mending {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
  /** `check --fix` makes it. */
  readonly isSafe: boolean;
  /** The finding that it mends; undefined where it mends all. */
  readonly of?: FindingName;
}

/** What is told of a word. */
export interface Told {
  readonly span: Span;
  /** Markdown. */
  readonly markdown: string;
}

/** The statements of one policy of a document. */
export interface Outline {
  /** The key, where the document has several or is another one. */
  readonly selector: string | undefined;
  readonly statements: readonly StatementSymbol[];
}

/** Whoever waits for an answer. */
export interface Asker {
  /** Says that nobody waits any more: the question then ends by throwing. */
  readonly signal?: AbortSignal;
  /** Is called once, where the answer takes longer than somebody who types notices: it comes later, or the question ends by throwing. */
  readonly onBusy?: () => void;
}

/** What an editor asks about its documents. Offsets count in the text that was opened last. */
export interface LanguageService {
  /** Keeps a document as it stands in the editor. */
  readonly open: (source: Source) => void;
  readonly close: (path: string) => void;
  /** The findings of a document, as `kmspol check` has them of its file. */
  readonly examine: (path: string) => Promise<Examined>;
  readonly complete: (path: string, offset: number, asker?: Asker) => Promise<Completion | undefined>;
  readonly hover: (path: string, offset: number, asker?: Asker) => Promise<Told | undefined>;
  readonly outline: (path: string, asker?: Asker) => Promise<readonly Outline[]>;
  /** The edits for these findings, and the one for all of the document where `all` is set. */
  readonly mend: (
    path: string,
    findings: readonly FindingName[],
    all: boolean,
    asker?: Asker,
  ) => Promise<readonly Mending[]>;
}
