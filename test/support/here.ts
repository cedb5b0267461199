import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { processOutside } from "../../src/adapters/outside.ts";
import type { Outside } from "../../src/outside.ts";
import type { Clock } from "../../src/ports.ts";
import { runProgram } from "../../src/program.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { environmentOf, kmspol as kmspolAsProcess, type Place, type Run, type RunOptions } from "./binary.ts";
import { long } from "./long-form.ts";

type Kmspol = (
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  options?: Omit<RunOptions, "preload">,
) => Promise<Run>;

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/**
 * Runs a command line as `kmspol` of binary.ts does, on the same empty machine and with the same answer, but inside this
 * process: for tests whose subject is not the process. One run at a time, whoever asks.
 */
const kmspolInside: Kmspol = (place, sandbox, args, { environment = {}, input = "" } = {}) => {
  const all = { ...environmentOf(place), ...sandbox?.environment, ...environment, KMSPOL_VERSION: version };
  const run = lastRun.then(() => inPlace(place.work, all, input, () => captured(args)));
  lastRun = run.catch(() => undefined);
  return run;
};
let lastRun: Promise<unknown> = Promise.resolve();

/** In the long form each of them is a process, as it is for a user. */
export const kmspol: Kmspol = long ? kmspolAsProcess : kmspolInside;

const captured = async (args: readonly string[]): Promise<Run> => {
  const [out, err]: [string[], string[]] = [[], []];
  const outside: Outside = {
    ...processOutside(() => Promise.reject(new Error("nothing may be asked")), {
      terminal: {
        interactive: false,
        columns: 80,
        rows: 24,
        write: (text) => void out.push(text),
        note: (text) => void err.push(text),
      },
      clock: hastyClock,
    }),
    outputIsTerminal: false,
    errorIsTerminal: false,
    catchStops: () => undefined,
  };
  const exit = await runProgram(args, outside);
  return { exit, signal: undefined, stdout: out.join(""), stderr: err.join("") };
};

/** Passes each pause at once, and is ahead of the machine's clock by all of them. */
const hastyClock: Clock = {
  now: () => new Date(Date.now() + slept),
  sleep: async (milliseconds) => {
    slept += milliseconds;
    await setImmediate();
  },
};
let slept = 0;

/** Does the work in this folder, with this environment and nothing of ours, and with this standard input. */
const inPlace = async <T>(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  input: string,
  work: () => Promise<T>,
): Promise<T> => {
  const [before, folderBefore] = [{ ...process.env }, process.cwd()];
  const stdin = Object.getOwnPropertyDescriptor(process, "stdin") ?? {};
  setEnvironment(environment);
  process.chdir(folder);
  Object.defineProperty(process, "stdin", { ...stdin, get: () => Readable.from([Buffer.from(input)]) });
  try {
    return await work();
  } finally {
    Object.defineProperty(process, "stdin", stdin);
    process.chdir(folderBefore);
    setEnvironment(before);
  }
};

const setEnvironment = (environment: Readonly<Record<string, string | undefined>>): void => {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) process.env[name] = value;
};
