import { onTestFinished } from "vitest";

/** What fingers type. */
export const keys = {
  enter: "\r",
  escape: "\u001b",
  ctrlC: "\u0003",
  down: "\u001b[B",
  up: "\u001b[A",
  space: " ",
};

/** What a terminal shows. */
export interface Screen {
  /** Waits until `text` is written, after what was seen before. Fails with the screen where it never is. */
  see(text: string): Promise<void>;
  type(...typed: readonly string[]): void;
  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void;
  /** Everything written so far, escape sequences included. */
  raw(): string;
  /** The same in plain text. */
  plain(): string;
  /** Each line as it was drawn, those of a picture that was drawn over another one by themselves. */
  drawn(): readonly string[];
}

/** How a run on a terminal ended. */
export interface Ending {
  readonly exit: number;
  /** The terminal is set as it was before, and its cursor is to be seen; else what is wrong with it. */
  readonly sane: true | string;
}

/** kmspol on a terminal. */
export interface TerminalRun extends Screen {
  ended(): Promise<Ending>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is behind a screen. */
interface Terminal {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  kill(): void;
}

/** Milliseconds until a screen that never comes fails with what was there: less than a test may take, and nothing else. */
const patience = 250_000;

/** A screen, and how it is told what is written on it. What is behind it is ended with the test. */
export const screenOf = (
  terminal: Terminal,
): { readonly screen: Screen; readonly show: (text: string) => void } => {
  let written = "";
  // In plain text what will not change any more, and as it was written what may.
  let [settled, rest] = ["", ""];
  let seen = 0;
  const waiting = new Set<() => void>();
  const plain = () => settled + plainOf(rest);
  const show = (text: string) => {
    written += text;
    rest += text;
    const end = rest.lastIndexOf("\n") + 1;
    settled += plainOf(rest.slice(0, end));
    rest = rest.slice(end);
    for (const look of waiting) look();
  };
  onTestFinished(() => terminal.kill());
  const see = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const at = plain().indexOf(text, seen);
        if (at < 0) return;
        seen = at + text.length;
        clearTimeout(giveUp);
        waiting.delete(look);
        resolve();
      };
      const giveUp = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`"${text}" was never written; the end of what was:\n${plain().slice(-2000)}`));
      }, patience);
      waiting.add(look);
      look();
    });
  const screen = {
    ...{ see, plain },
    type: (...typed: readonly string[]) => typed.forEach((text) => terminal.write(text)),
    resize: (columns: number, rows: number) => terminal.resize(columns, rows),
    raw: () => written,
    drawn: () => written.split(/\n|\u001b\[\d*[AGJK]/).map(plainOf),
  };
  return { screen, show };
};

/** Without escape sequences and carriage returns; each picture of a line that is drawn anew is a line of its own. */
export const plainOf = (text: string): string =>
  text.replace(/\r\u001b\[K/g, "\n").replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, "");

/** Whether the cursor was hidden, and is not shown again. */
export const hidesCursor = (written: string): boolean =>
  written.lastIndexOf("\u001b[?25l") > written.lastIndexOf("\u001b[?25h");
