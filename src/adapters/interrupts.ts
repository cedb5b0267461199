import { exitCodes } from "../errors.ts";
import { showTyping } from "./echo.ts";
import { writeTo } from "./terminal.ts";

/** What happens when the process is told to stop. */
export interface Interrupts {
  /** From here on: what stops the process has it say its last words. */
  listen(): void;
  /** Says `words` on standard error if the process is stopped before the returned function is called. */
  onStop(words: () => string): () => void;
  /** Runs `work` while Ctrl-C belongs to another program in the foreground: the editor. */
  yieldCtrlC<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Catches Ctrl-C, termination and hang-up: says where an edit is kept, then ends with the code of the contract (130;
 * 143 for SIGTERM). A change under way is left as its history record says: the next command settles it.
 */
export const processInterrupts = (): Interrupts => {
  const lastWords = new Set<() => string>();
  let deaf = 0;
  let listens = false;
  const stop = (code: number) => {
    for (const words of lastWords) writeTo(2, words());
    process.exit(code);
  };
  return {
    listen: () => {
      if (listens) return;
      listens = true;
      process.on("SIGINT", () => deaf === 0 && stop(exitCodes.cancelled));
      process.on("SIGTERM", () => stop(exitCodes.terminated));
      process.on("SIGHUP", () => stop(exitCodes.cancelled));
    },
    onStop: (words) => {
      lastWords.add(words);
      return () => void lastWords.delete(words);
    },
    yieldCtrlC: async (work) => {
      deaf += 1;
      showTyping();
      return work().finally(() => (deaf -= 1));
    },
  };
};
