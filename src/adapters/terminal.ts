import { isatty } from "node:tty";
import type { Terminal } from "../ports.ts";

/**
 * The process's own streams. A reader that goes away (`kmspol list | head`) is no failure: a closed pipe is met with
 * silence, so that a change under way is finished and recorded all the same.
 */
export const processTerminal = (): Terminal => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  return {
    interactive: isatty(0) && isatty(2),
    columns: process.stderr.columns || 80,
    rows: process.stderr.rows || 24,
    write: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
  };
};

const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
};
