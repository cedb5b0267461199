import { closeSync, fstatSync, openSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { InvalidArgumentError } from "commander";
import { exitCodes } from "../errors.ts";
import type { PlannedFailure } from "../sandbox/faults/settings.ts";
import type { RunOptions } from "../sandbox/run.ts";
import type { Verb } from "./verb.ts";

type Flags = Pick<
  RunOptions,
  "port" | "data" | "seed" | "extraKeys" | "propagation" | "latency" | "throttle" | "fail" | "drop"
>;

const wholeNumber = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(value);
};

const rate = (value: string): number => {
  if (!(Number(value) > 0)) throw new InvalidArgumentError("It must be a number greater than 0.");
  return Number(value);
};

const share = (value: string): number => {
  if (!(Number(value) >= 0 && Number(value) <= 1))
    throw new InvalidArgumentError("It must be a number from 0 to 1.");
  return Number(value);
};

const failures = (value: string, before: readonly PlannedFailure[] = []): PlannedFailure[] => {
  const [, operation, error, count] = /^((?:\w+:)?(?:\w+|\*)):(\w+):(\d+)$/.exec(value) ?? [];
  if (operation === undefined || error === undefined) {
    throw new InvalidArgumentError(
      "It must be OPERATION:ERROR:COUNT, such as PutKeyPolicy:KMSInternalException:2.",
    );
  }
  return [...before, { operation, error, count: Number(count) }];
};

const writeOn = (text: string): void => void process.stdout.write(text);

/** `$(…)` waits until standard output is closed: nothing is written there afterwards, and what takes its place goes nowhere. */
const writeAndEnd = (text: string): void => {
  writeSync(1, text);
  closeSync(1);
  openSync(devNull, "w");
};

/** Whether standard input is empty for good: so a shell starts what a script or `$(…)` has in the background (POSIX, "Asynchronous lists"). */
const hasNoInput = (): boolean => {
  try {
    const input = fstatSync(0);
    return input.isCharacterDevice() && input.rdev === statSync(devNull).rdev;
  } catch {
    return false;
  }
};

/** `kmspol sandbox [-- COMMAND …]`: what it does is in `sandbox/run.ts`. */
export const sandboxVerb: Verb<[command: readonly string[]], Flags> = {
  name: "sandbox",
  group: "Try:",
  summary: "a local KMS, IAM, STS and Organizations to try things on; it is no AWS",
  description: "Runs a local KMS, IAM, STS and Organizations to try things on; it is no AWS.",
  operands: [
    {
      name: "command",
      about: "command to run with its environment set; ends with that command's status",
      optional: true,
      several: true,
    },
  ],
  flags: {
    port: { words: "--port <number>", does: "port of 127.0.0.1 (default: a free one)", read: wholeNumber },
    data: { words: "--data <file>", does: "keep its state in this file across runs" },
    seed: { words: "--seed <text>", does: "other ids, orders and random faults than by default" },
    extraKeys: { words: "--extra-keys <count>", does: "start with so many keys more", read: wholeNumber },
    propagation: {
      words: "--propagation <ms>",
      does: "reads show the old policy for so long",
      read: wholeNumber,
    },
    latency: { words: "--latency <ms>", does: "each answer waits so long", read: wholeNumber },
    throttle: { words: "--throttle <rate>", does: "requests a second and operation it takes", read: rate },
    fail: {
      words: "--fail <operation:error:count>",
      does: "answer the next calls with an error",
      read: failures,
    },
    drop: { words: "--drop <share>", does: "share (0 to 1) of connections it cuts", read: share },
  },
  examples: [
    ["kmspol sandbox", "prints the environment to set, and serves until Ctrl-C"],
    ["kmspol sandbox -- kmspol edit alias/app", "runs one command against it"],
    [
      'eval "$(kmspol sandbox &)"',
      "sets the environment in this shell, and serves beside it until the terminal is closed",
    ],
    ["kmspol sandbox --data sandbox.json --port 4599", "keeps its state, at a port of your choice"],
    [
      "kmspol sandbox --propagation 3000 --fail PutKeyPolicy:KMSInternalException:2 -- kmspol undo alias/app",
      "a KMS that is slow to tell, and fails twice",
    ],
  ],
  kind: "alone",
  json: "sandbox",
  load: async () => {
    const [{ runSandboxCommand }, { wrapLines }, { noteColumns }] = await Promise.all([
      import("../sandbox/run.ts"),
      import("../render/columns.ts"),
      import("../cli/widths.ts"),
    ]);
    return {
      run: async ({ global: { region, json = false }, outside }, [command], flags) => {
        const own = { ...flags, ...(region !== undefined && { region }) };
        const fitted = (line: string) =>
          line.startsWith("  export ") ? line : wrapLines(line, noteColumns(outside));
        const note = (text: string) => void process.stderr.write(text.split("\n").map(fitted).join("\n"));
        const isSeen = process.stdout.isTTY && process.stderr.isTTY;
        const isBehind = !isSeen && hasNoInput();
        const result = { json, isSeen, isBehind, write: isSeen ? writeOn : writeAndEnd };
        process.exitCode = await runSandboxCommand({
          ...own,
          ...{ command, environment: process.env, note, result },
        });
        return { exit: exitCodes.done };
      },
    };
  },
};
