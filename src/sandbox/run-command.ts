import { constants } from "node:os";
import { execa } from "execa";
import { UsageError } from "../errors.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs one command on this process's terminal and answers its status. A terminal's Ctrl-C reaches the command itself;
 * SIGTERM and SIGHUP are passed on, so that it ends before the sandbox does. Rejects with UsageError where it cannot start.
 */
export const runCommand = async (
  [file = "", ...rest]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> => {
  const child = execa(file, rest, { stdio: "inherit", env: environment, extendEnv: false, reject: false });
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== "SIGINT") child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  const result = await child;
  for (const signal of signals) process.off(signal, pass);
  if (result.exitCode !== undefined) return result.exitCode;
  if (result.signal !== undefined) return 128 + constants.signals[result.signal];
  throw new UsageError("command-not-started", `the command ${file} cannot be started`, {
    cause: result.cause,
  });
};

/** Waits for a signal that stops it, of which `besides` are none; answers the status to end with. */
export const untilStopped = (besides: readonly NodeJS.Signals[] = []): Promise<number> =>
  new Promise((resolve) => {
    for (const each of besides) process.on(each, () => undefined);
    const stop = (signal: NodeJS.Signals): void => {
      for (const each of signals) process.off(each, stop);
      resolve(signal === "SIGINT" ? 130 : 128 + constants.signals[signal]);
    };
    for (const signal of signals) if (!besides.includes(signal)) process.on(signal, stop);
  });
