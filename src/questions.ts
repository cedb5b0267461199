/** What may be asked on a terminal, and how the answers come. Types only; `prompts/` implements them. */

/** What a question offers; the first choice whose `key` is the default wins on Enter. */
export interface Choice<K extends string> {
  readonly key: K;
  readonly label: string;
  /** The key that takes it at once, beside the arrows. */
  readonly letter?: string;
}

/** One line of a list to choose from. */
export interface Entry<T> {
  readonly value: T;
  /** The cells of the line; the first is its name. Escaped when shown; what is typed is looked for in all of them. */
  readonly cells: readonly string[];
  /** Why it cannot be chosen, where it cannot. */
  readonly taken?: string;
  /** Seldom wanted: after all others. */
  readonly last?: boolean;
  /** Wanted lately: before all others, the lowest number first. */
  readonly first?: number;
  /** What it is looked for by, too, and is not shown: other names, an ARN. */
  readonly seeks?: readonly string[];
  /** Shown only once something is typed, or only until then; otherwise always. */
  readonly when?: "typed" | "untyped";
}

/** Entries that may still be arriving. */
export interface Feed<T> {
  entries(): readonly Entry<T>[];
  state(): FeedState;
  /** Calls `listener` when something arrived, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/** `failed`: why the rest is missing, in words. */
export type FeedState = "loading" | "complete" | { readonly failed: string };

/** A key pressed with Ctrl that takes an entry at once: letters alone are looked for. */
export interface Shortcut<T> {
  /** The letter. */
  readonly ctrl: string;
  readonly value: T;
  /** What it leads to, in a word: `profile`. */
  readonly to: string;
}

/** A question answered out of a list. */
export interface ListQuestion<T> {
  readonly question: string;
  /** What the entries are, in the plural. */
  readonly things: string;
  readonly feed: Feed<T>;
  /** What a typed text stands for beside the entries: an entry of its own, or undefined. */
  readonly typed?: ((text: string) => Entry<T> | undefined) | undefined;
  /** A line above the question: where one is. */
  readonly heading?: (() => string | undefined) | undefined;
  /** Entries behind all that are found, which are not counted: what else can be done here. */
  readonly foot?: readonly Entry<T>[] | undefined;
  readonly shortcuts?: readonly Shortcut<T>[] | undefined;
  /** Answers that only lead to a further question, which says so itself: they leave nothing on the screen. */
  isStep?(value: T): boolean;
  /** What is marked from the start. */
  readonly marked?: readonly T[] | undefined;
  /** Lines about an entry in so many columns, shown beside the list where the terminal is wide. Never rejects. */
  preview?(value: T, columns: number): Promise<readonly string[]>;
}

/** Questions on a terminal. Esc throws SteppedBack, Ctrl-C Interrupted. Never called where `interactive` is false. */
export interface Prompter {
  choose<K extends string>(question: string, choices: readonly Choice<K>[], preset: K): Promise<K>;
  /** A line of text. `check` returns what is wrong with an answer, or undefined; Enter alone takes `usual`. */
  ask(question: string, check?: (answer: string) => string | undefined, usual?: string): Promise<string>;
  secret(question: string): Promise<string>;
  /** One entry of a list that is searched by typing. */
  pick<T>(question: ListQuestion<T>): Promise<T>;
  /** One or more entries of such a list. */
  pickSeveral<T>(question: ListQuestion<T>): Promise<readonly T[]>;
  /** A key pressed on an entry of a list, or undefined where the user left it with q or Esc; the list then stays on the screen. */
  browse<T, K extends string>(question: BrowseQuestion<T, K>): Promise<Browsed<T, K> | undefined>;
  /**
   * Shows a text; one that is too long for the screen a screenful at a time, Esc skips the rest. Whether it was too long. `below`: lines
   * that will be drawn under it; where they would cover some of it, a key is waited for.
   */
  page(text: string, below?: number): Promise<boolean>;
}

/** A line of a list to look through, and what is told below the list while the cursor is on it. */
export interface BrowsedEntry<T> {
  readonly value: T;
  /** Escaped when shown. */
  readonly cells: readonly string[];
  /** Escaped already, and coloured where there are colours. */
  readonly detail: readonly string[];
}

/** A key that does something with the entry that the cursor is on. */
export interface BrowseKey<K extends string> {
  readonly key: K;
  /** The letter, or `Enter`. */
  readonly press: string;
  /** What it does: `undoes it`. */
  readonly does: string;
}

/** A list to look through: nothing is searched, so that letters may do something. */
export interface BrowseQuestion<T, K extends string> {
  readonly heading: string;
  readonly entries: readonly BrowsedEntry<T>[];
  readonly keys: readonly BrowseKey<K>[];
  /** Where the cursor begins; otherwise at the first. */
  readonly at?: T | undefined;
}

/** What was pressed, and on which entry. */
export interface Browsed<T, K extends string> {
  readonly key: K;
  readonly value: T;
}
