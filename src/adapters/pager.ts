import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { split } from "shlex";
import { Interrupted } from "../errors.ts";
import type { Interrupts } from "./interrupts.ts";
import { writeTo } from "./terminal.ts";

/** What the pager is chosen and run with. */
export interface PagerOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly interrupts: Interrupts;
  /** Says in one line why the user's pager is not used. */
  readonly note: (text: string) => void;
}

/**
 * Shows a text in the user's pager, chosen as git does: $KMSPOL_PAGER, else $PAGER, run without a shell; one that is empty or
 * `cat` means that nothing is paged. False where none is named, or it could not show the text. Throws Interrupted
 * where Ctrl-C ended it.
 */
export const showInPager = async (
  text: string,
  { environment, interrupts, note }: PagerOptions,
): Promise<boolean> => {
  const source = environment["KMSPOL_PAGER"] === undefined ? "PAGER" : "KMSPOL_PAGER";
  const named = environment[source]?.trim();
  if (named === undefined) return false;
  if (named === "" || named === "cat") {
    writeTo(2, text);
    return true;
  }
  const failure = await interrupts.yieldCtrlC(() => runPager(text, wordsOf(named), environment));
  if (failure === undefined) return true;
  note(`the pager "${named}" (from $${source}) ${failure}; the text follows`);
  return false;
};

/** No words where a quote is left open. */
const wordsOf = (command: string): readonly string[] => {
  try {
    return split(command);
  } catch {
    return [];
  }
};

/** What went wrong, or undefined. A pager that is left before it read all is content: execa takes the closed pipe in silence. */
const runPager = async (
  text: string,
  [program, ...args]: readonly string[],
  environment: PagerOptions["environment"],
): Promise<string | undefined> => {
  if (program === undefined) return "names no program";
  const { exitCode, signal } = await execa(program, args, {
    input: text,
    stdout: process.stdout.isTTY ? "inherit" : process.stderr,
    stderr: "inherit",
    env: pagerEnvironment(environment),
    reject: false,
    buffer: false,
  });
  if (signal === "SIGINT" || exitCode === 130) {
    // The Ctrl-C that ended it comes to us as well, maybe a moment later, when it would end us without a word.
    await setTimeout(ownCtrlC);
    throw new Interrupted("cancelled", "cancelled: nothing was written");
  }
  if (exitCode === 0) return undefined;
  return exitCode === undefined && signal === undefined
    ? "cannot be started"
    : `ended with ${signal ?? String(exitCode)}`;
};

/** Milliseconds in which our own copy of a Ctrl-C has come. */
const ownCtrlC = 100;

/** As git sets them: colours pass, a short text needs no key, what was read stays on the screen. */
const pagerEnvironment = (environment: PagerOptions["environment"]): Readonly<Record<string, string>> => ({
  ...(environment["LESS"] === undefined && { LESS: "FRX" }),
  ...(environment["LV"] === undefined && { LV: "-c" }),
});
