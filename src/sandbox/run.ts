import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { banner, exportLines } from "./banner.ts";
import { childEnvironment } from "./child-environment.ts";
import type { SandboxOptions } from "./options.ts";
import { writeProfiles } from "./profiles.ts";
import { runCommand, untilStopped } from "./run-command.ts";
import type { Sandbox } from "./sandbox.ts";
import { startSandbox } from "./start.ts";

export interface RunOptions extends SandboxOptions {
  /** The command to run with the sandbox's environment; none: serve until a signal comes. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes a note for the user, on standard error. */
  readonly note: (text: string) => void;
  /** Where the environment goes that a shell is to have, where no command is run. */
  readonly result: SandboxResult;
}

/** Standard output of a sandbox that serves. */
export interface SandboxResult {
  /** As one JSON document instead of lines for `eval`. */
  readonly json: boolean;
  /** The notes stand on the same screen: nothing is said twice. */
  readonly isSeen: boolean;
  /** A shell has started it in the background: Ctrl-C is meant for what runs in front, and kept from it as from any such command. */
  readonly isBehind: boolean;
  /** Writes all there is, and ends it: whoever reads it must not wait for the sandbox's end. */
  readonly write: (text: string) => void;
}

/**
 * `kmspol sandbox [-- COMMAND …]`: starts a sandbox, says what it is, and ends with the command's status (128 and the
 * signal's number where a signal ended it), or at a signal. Rejects with UsageError where it cannot start.
 */
export const runSandboxCommand = async (options: RunOptions): Promise<number> => {
  const sandbox = await startSandbox(options);
  const folder = await mkdtemp(join(tmpdir(), "kmspol-sandbox-"));
  try {
    const profiles = await writeProfiles(sandbox, folder);
    const environment = { ...sandbox.environment, ...profiles, ...stateFolder(options, folder) };
    if (options.command.length === 0) return await serve(sandbox, environment, options);
    options.note(shortBanner(sandbox));
    return await runCommand(options.command, childEnvironment(options.environment, environment));
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Tells how to reach it, and serves until a signal comes. */
const serve = async (
  sandbox: Sandbox,
  environment: Readonly<Record<string, string>>,
  { note, result }: RunOptions,
): Promise<number> => {
  // Before anything is told: who reads it may press Ctrl-C at once.
  const stopped = untilStopped(result.isBehind ? ["SIGINT"] : []);
  note(banner(sandbox, result.isSeen ? undefined : environment));
  const lines = [...exportLines(environment), ""].join("\n");
  const document = `${JSON.stringify({ url: sandbox.url, environment }, undefined, 2)}\n`;
  result.write(result.json ? document : lines);
  return await stopped;
};

/**
 * Where a kmspol in the sandbox keeps its history, unless the user chose a place: the keys of every sandbox have the same ARNs, and `undo` must
 * not meet what another one did. It lasts as long as the keys do.
 */
const stateFolder = ({ environment, data }: RunOptions, folder: string): Readonly<Record<string, string>> =>
  environment["KMSPOL_STATE_DIR"]
    ? {}
    : { KMSPOL_STATE_DIR: data === undefined ? join(folder, "state") : `${resolve(data)}.state` };

const shortBanner = ({ url }: Sandbox): string =>
  `kmspol sandbox on ${url}: this is no AWS, nothing here is real.\n`;
