import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { processOutside } from "../../src/adapters/outside.ts";
import type { Outside } from "../../src/outside.ts";
import type { Clock } from "../../src/ports.ts";
import { runProgram } from "../../src/program.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { kmspol as kmspolAsProcess, type Place, type Run, type RunOptions } from "./binary.ts";
import { inPlace } from "./in-place.ts";
import { long } from "./long-form.ts";

type Kmspol = (
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  options?: Omit<RunOptions, "preload">,
) => Promise<Run>;

/**
 * Runs a command line as `kmspol` of binary.ts does, on the same empty machine and with the same answer, but inside this
 * process: for tests whose subject is not the process. One run at a time, whoever asks.
 */
const kmspolInside: Kmspol = (place, sandbox, args, { environment, input = "" } = {}) =>
  inPlace(
    { place, sandbox, environment },
    () => Readable.from([Buffer.from(input)]),
    () => captured(args),
  );

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
