import { readFileSync } from "node:fs";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { environmentOf, type Place, program } from "./binary.ts";
import { endEdits } from "./ended-edits.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** Where a run inside this process takes place: its machine, its AWS, what it finds in the environment besides. */
export interface Here {
  readonly place: Place;
  readonly sandbox: Sandbox | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Does the work in the place's folder, with the environment that a process would have there and nothing of ours, and with the standard input
 * that `stdin` gives. One run at a time, whoever asks.
 */
export const inPlace = <T>(
  { place, sandbox, environment }: Here,
  stdin: () => NodeJS.ReadableStream,
  work: () => Promise<T>,
): Promise<T> => {
  const all = { ...environmentOf(place), ...sandbox?.environment, ...environment, KMSPOL_VERSION: version };
  const run = lastRun.then(() => alone(place, all, stdin, work));
  lastRun = run.catch(() => undefined);
  return run;
};
let lastRun: Promise<unknown> = Promise.resolve();

const alone = async <T>(
  { work: folder, state }: Place,
  environment: Readonly<Record<string, string | undefined>>,
  stdin: () => NodeJS.ReadableStream,
  work: () => Promise<T>,
): Promise<T> => {
  const [before, folderBefore] = [{ ...process.env }, process.cwd()];
  const argv = process.argv;
  const own = Object.getOwnPropertyDescriptor(process, "stdin") ?? {};
  const listened = signals.map((signal) => new Set(process.listeners(signal)));
  setEnvironment(environment);
  process.chdir(folder);
  // What a run starts to go on by itself is the program.
  process.argv = [process.execPath, program];
  Object.defineProperty(process, "stdin", { ...own, get: stdin });
  try {
    return await work();
  } finally {
    Object.defineProperty(process, "stdin", own);
    for (const [i, signal] of signals.entries())
      for (const listener of process.listeners(signal))
        if (listened[i]?.has(listener) !== true) process.off(signal, listener);
    process.argv = argv;
    process.chdir(folderBefore);
    setEnvironment(before);
    await endEdits(state);
  }
};

/** What a run listens for until its process ends: here it is told nothing any more once it is over. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGTSTP", "SIGCONT"] as const;

const setEnvironment = (environment: Readonly<Record<string, string | undefined>>): void => {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) process.env[name] = value;
};
