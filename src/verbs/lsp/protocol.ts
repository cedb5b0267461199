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

/** What an editor asks about its documents. Offsets count in the text that was opened last. */
export interface LanguageService {
  /** Keeps a document as it stands in the editor. */
  open(source: Source): void;
  close(path: string): void;
  /** The findings of a document, as `kmspol check` has them of its file. */
  examine(path: string): Promise<Examined>;
  complete(path: string, offset: number): Promise<Completion | undefined>;
  hover(path: string, offset: number): Promise<Told | undefined>;
  outline(path: string): Promise<readonly Outline[]>;
  /** The edits for these findings, and the one for all of the document where `all` is set. */
  mend(path: string, findings: readonly FindingName[], all: boolean): Promise<readonly Mending[]>;
}
