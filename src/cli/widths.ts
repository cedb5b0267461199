import type { Outside } from "../outside.ts";

type Seen = Pick<Outside, "terminal" | "outputIsTerminal" | "errorIsTerminal">;

/** Columns for a result: those of the terminal, and no end where a program or a file takes it. */
export const resultColumns = ({ terminal, outputIsTerminal }: Seen): number =>
  outputIsTerminal ? terminal.columns : Number.POSITIVE_INFINITY;

/** Columns for what goes to standard error. */
export const noteColumns = ({ terminal, errorIsTerminal }: Seen): number =>
  errorIsTerminal ? terminal.columns : Number.POSITIVE_INFINITY;
