import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../../sandbox/child-environment.ts";
import { writeProfiles } from "../../sandbox/profiles.ts";
import { runCommand } from "../../sandbox/run-command.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { startSandbox } from "../../sandbox/start.ts";

/** A sandbox with a folder of its own, and kmspol to run in it. */
export interface TrialPlace {
  readonly sandbox: Sandbox;
  /** Runs a kmspol of its own on this terminal; gives its status. Ctrl-C is for it alone meanwhile. */
  readonly run: (words: readonly string[]) => Promise<number>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does `work` in a place that is gone afterwards, also where a signal ends the process: history, profiles and kept texts of the commands
 * are in it. Rejects with what `work` rejects with, and with UsageError where the sandbox cannot start.
 */
export const inTrialPlace = async <T>(work: (place: TrialPlace) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-tutorial-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let [isRunning, told]: [boolean, NodeJS.Signals | undefined] = [false, undefined];
  // What runs in the foreground is told by `runCommand`, and ends first; Ctrl-C is for it alone.
  const stop = (signal: NodeJS.Signals) => {
    if (isRunning) told = signal === "SIGINT" ? told : signal;
    else process.exit(endOf(signal));
  };
  process.on("exit", remove);
  for (const signal of signals) process.on(signal, stop);
  const sandbox = await startSandbox();
  try {
    const own = { ...sandbox.environment, ...(await writeProfiles(sandbox, folder)) };
    const environment = childEnvironment(process.env, { ...own, KMSPOL_STATE_DIR: join(folder, "state") });
    const run = async (words: readonly string[]) => {
      isRunning = true;
      const status = await runCommand([process.execPath, process.argv[1] ?? "", ...words], environment);
      isRunning = false;
      if (told) process.exit(endOf(told));
      return status;
    };
    return await work({ sandbox, run });
  } finally {
    for (const signal of signals) process.off(signal, stop);
    process.off("exit", remove);
    await sandbox.close();
    remove();
  }
};

/** SIGTERM ends with 143, all else as if the user had cancelled. */
const endOf = (signal: NodeJS.Signals): number =>
  signal === "SIGTERM" ? 128 + constants.signals.SIGTERM : 130;
