import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type IPty, spawn } from "@lydell/node-pty";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { environmentOf, type Place } from "../support/binary.ts";
import {
  hidesCursor,
  plainOf,
  type Screen,
  screenOf,
  type TerminalOptions,
  type TerminalRun,
} from "./screen.ts";

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
  const { screen, show } = screenOf({
    write: (text) => terminal.write(text),
    resize: (columns, rows) => terminal.resize(columns, rows),
    kill: () => terminal.kill(),
  });
  terminal.onData(show);
  return screen;
};

/** What the shell says where all settings of the terminal are what they were: lines, echo, signals. */
const unchanged = "(the terminal is as it was)";

const changed = "(the terminal is not as it was:";

const stateOf = (written: string): true | string => {
  if (hidesCursor(written)) return "the cursor is hidden";
  return written.includes(unchanged) || plainOf(written).slice(-400);
};
