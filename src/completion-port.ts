/** Answers for the completion of a command line, kept for minutes. Lines are value, tab, description. */
export interface CompletionCache {
  read(question: string): Promise<{ readonly at: Date; readonly lines: readonly string[] } | undefined>;
  write(question: string, lines: readonly string[]): Promise<void>;
  /** Runs the program with these arguments in the background; nobody waits for it. */
  refresh(args: readonly string[]): void;
}
