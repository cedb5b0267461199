import { Command, InvalidArgumentError, Option } from "commander";
import type { PlannedFailure } from "../sandbox/faults/settings.ts";
import type { RunOptions } from "../sandbox/run.ts";
import { examples } from "../cli/options.ts";

type Flags = Omit<RunOptions, "command" | "environment" | "note">;

/** `kmspol sandbox [-- COMMAND …]`: declares the flags; what it does is in `sandbox/run.ts`, loaded when it is run. */
export const sandboxCommand = (): Command =>
  new Command("sandbox")
    .summary("a local KMS, IAM, STS and Organizations to try things on; it is no AWS")
    .description("Runs a local KMS, IAM, STS and Organizations to try things on; it is no AWS.")
    .argument("[command...]", "command to run with its environment set; ends with that command's status")
    .addOption(option("--port <number>", "port of 127.0.0.1 (default: a free one)").argParser(wholeNumber))
    .option("--data <file>", "keep its state in this file across runs")
    .option("--seed <text>", "other ids, orders and random faults than by default")
    .addOption(option("--extra-keys <count>", "start with so many keys more").argParser(wholeNumber))
    .addOption(option("--propagation <ms>", "reads show the old policy for so long").argParser(wholeNumber))
    .addOption(option("--latency <ms>", "each answer waits so long").argParser(wholeNumber))
    .addOption(option("--throttle <rate>", "requests a second and operation it takes").argParser(rate))
    .addOption(
      option("--fail <operation:error:count>", "answer the next calls with an error").argParser(failures),
    )
    .addOption(option("--drop <share>", "share (0 to 1) of connections it cuts").argParser(share))
    .addHelpText(
      "after",
      examples([
        ["kmspol sandbox", "prints the environment to set, and serves until Ctrl-C"],
        ["kmspol sandbox -- kmspol edit alias/app", "runs one command against it"],
        ["kmspol sandbox --data sandbox.json --port 4599", "keeps its state, at a port of your choice"],
        [
          "kmspol sandbox --propagation 3000 --fail PutKeyPolicy:KMSInternalException:2 -- kmspol undo alias/app",
          "a KMS that is slow to tell, and fails twice",
        ],
      ]),
    )
    .action(async (command: string[], _flags: object, sandbox: Command) => {
      const flags = sandbox.optsWithGlobals<Flags>();
      const { runSandboxCommand } = await import("../sandbox/run.ts");
      const note = (text: string) => void process.stderr.write(text);
      process.exitCode = await runSandboxCommand({ ...flags, command, environment: process.env, note });
    });

const option = (flags: string, description: string): Option => new Option(flags, description);

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
