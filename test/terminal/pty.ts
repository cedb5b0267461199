import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type IPty, spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { environmentOf, type Place } from "../support/binary.ts";

/** What fingers type. */
export const keys = {
  enter: "\r",
  escape: "\u001b",
  ctrlC: "\u0003",
  down: "\u001b[B",
  up: "\u001b[A",
  space: " ",
};

/** How a pseudo-terminal run ended. */
export interface Ending {
  readonly exit: number;
  /** The terminal is set as it was before, and its cursor is to be seen; else what is wrong with it. */
  readonly sane: true | string;
}

/** What a pseudo-terminal shows. */
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

/** kmspol on a pseudo-terminal. */
export interface TerminalRun extends Screen {
  ended(): Promise<Ending>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Milliseconds until a screen that never comes fails with what was there: less than a test may take, and nothing else. */
const patience = 250_000;

/** Runs the real program on a pseudo-terminal, and afterwards asks the terminal how it was left. */
export const onTerminal = (
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  { columns = 80, rows = 60, environment = {} }: TerminalOptions = {},
): TerminalRun => {
  const before = "trap : INT; was=$(stty -g)";
  const after = '[ "$(stty -g)" = "$was" ] && echo "$SANE" || echo "$CHANGED $was, but $(stty -g))"';
  // What is written right before the end may be lost: the shell stays until it was read.
  const stay = 'while [ ! -e "$READ" ]; do sleep 0.02; done';
  const line = `${before}; "$NODE" "$OTHER_KMSPOL" "$@"; code=$?; ${after}; ${stay}; exit $code`;
  const read = join(place.root, `read-${randomUUID()}`);
  const terminal = spawn("/bin/sh", ["-c", line, "kmspol", ...args], {
    ...{ cols: columns, rows, cwd: place.work, name: environment["TERM"] ?? "xterm-256color" },
    env: {
      ...environmentOf(place),
      ...sandbox?.environment,
      NODE: process.execPath,
      SANE: unchanged,
      CHANGED: changed,
      READ: read,
      TERM: "xterm-256color",
      ...environment,
    },
  });
  const exit = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  const screen = watched(terminal);
  return {
    ...screen,
    ended: async () => {
      await screen.see("(the terminal is ");
      await screen.see(")");
      await writeFile(read, "");
      return { exit: await exit, sane: stateOf(screen.raw()) };
    },
  };
};

/** A shell on a pseudo-terminal; programs are looked for in `folder` first. */
export const inShell = (
  place: Place,
  sandbox: Sandbox | undefined,
  shell: readonly string[],
  folder: string,
): Screen => {
  const environment = environmentOf(place);
  const terminal = spawn("/usr/bin/env", [...shell], {
    ...{ cols: 120, rows: 40, cwd: place.work, name: "xterm" },
    env: {
      ...environment,
      ...sandbox?.environment,
      PATH: `${folder}:${environment["PATH"] ?? ""}`,
      TERM: "xterm",
    },
  });
  return watched(terminal);
};

const watched = (terminal: IPty): Screen => {
  let written = "";
  let seen = 0;
  const waiting = new Set<() => void>();
  terminal.onData((text) => {
    written += text;
    for (const look of waiting) look();
  });
  onTestFinished(() => terminal.kill());
  const see = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const at = plainOf(written).indexOf(text, seen);
        if (at < 0) return;
        seen = at + text.length;
        clearTimeout(giveUp);
        waiting.delete(look);
        resolve();
      };
      const giveUp = setTimeout(() => {
        waiting.delete(look);
        reject(
          new Error(`"${text}" was never written; the end of what was:\n${plainOf(written).slice(-2000)}`),
        );
      }, patience);
      waiting.add(look);
      look();
    });
  return {
    see,
    type: (...typed) => typed.forEach((text) => terminal.write(text)),
    resize: (columns, rows) => terminal.resize(columns, rows),
    raw: () => written,
    plain: () => plainOf(written),
    drawn: () => written.split(/\n|\u001b\[\d*[AGJK]/).map(plainOf),
  };
};

/** Without escape sequences and carriage returns; each picture of a line that is drawn anew is a line of its own. */
const plainOf = (text: string): string =>
  text.replace(/\r\u001b\[K/g, "\n").replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, "");

/** What the shell says where all settings of the terminal are what they were: lines, echo, signals. */
const unchanged = "(the terminal is as it was)";

const changed = "(the terminal is not as it was:";

const stateOf = (written: string): true | string => {
  if (written.lastIndexOf("\u001b[?25l") > written.lastIndexOf("\u001b[?25h")) return "the cursor is hidden";
  return written.includes(unchanged) || plainOf(written).slice(-400);
};
