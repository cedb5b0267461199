import { exitCodes, KmspolError, type ExitCode } from "../../errors.ts";
import type { Aws, Outside } from "../../outside.ts";
import type { History } from "../../ports.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { Context } from "../../cli/app.ts";
import type { Program } from "../verb.ts";
import type { EachFlags } from "./each-flags.ts";

/** A run over many keys: how it was called, and how a line is run. */
export interface Each {
  readonly context: Context;
  /** The outside, one AWS for each set of flags. */
  readonly outside: Outside;
  readonly program: Program;
  readonly flags: EachFlags;
}

/** How a line ended on one key. */
export interface Ended {
  readonly exit: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  readonly error?: Failure;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Runs a key's line without a terminal and returns what it printed. What goes wrong with the key is part of the
 * answer; a line that cannot be understood is thrown. Where the line writes, its change is recorded as one of the run's,
 * and the write path starts from the policy as it was when the user agreed, so that what somebody else has written since
 * is merged or a conflict.
 */
export const runLine = async (
  { context, outside, program }: Each,
  { flags, line }: BulkKey,
  more: readonly string[],
  writes?: { readonly run: string; readonly planned: string | undefined },
): Promise<Ended> => {
  const [out, err]: [string[], string[]] = [[], []];
  const debug = context.global.debug ? ["--debug"] : [];
  const quiet: Outside = {
    ...outside,
    terminal: {
      ...outside.terminal,
      interactive: false,
      columns: unwrapped,
      write: (text) => void out.push(text),
      note: (text) => void err.push(text),
      status: undefined,
    },
    outputIsTerminal: outside.outputIsTerminal && !more.includes("--json"),
    catchStops: () => undefined,
    // The run says in what state its keys are.
    onStop: () => () => undefined,
    ...writingOutside(outside, writes),
  };
  const said = () => ({ stdout: out.join(""), stderr: err.join("") });
  try {
    return { exit: await program.again([...flags, ...debug, ...line, ...more], quiet), ...said() };
  } catch (error) {
    if (isUnderstood(error)) throw error;
    return { ...failed(error), ...said() };
  }
};

/** What a line says to us is taken apart again: a note is one line. */
const unwrapped = 1_000_000;

/** How a key ends whose line threw this. */
export const failed = (error: unknown): Ended => ({
  ...{ exit: exitOf(error), stdout: "", stderr: "" },
  error: failureOf(error),
});

const writingOutside = (
  outside: Outside,
  writes: { readonly run: string; readonly planned: string | undefined } | undefined,
): Partial<Outside> => {
  if (!writes) return {};
  const { run, planned } = writes;
  return {
    history: async () => recordedFor(run, await outside.history()),
    ...(planned !== undefined && { aws: async (to) => startingFrom(await outside.aws(to), planned) }),
  };
};

const recordedFor = (run: string, history: History): History => ({
  ...history,
  record: (key, change) => history.record(key, { ...change, run }),
});

const startingFrom = (aws: Aws, planned: string): Aws => {
  let isFirst = true;
  const readPolicy = async (arn: string) => {
    if (!isFirst) return aws.keys.readPolicy(arn);
    isFirst = false;
    return planned;
  };
  return { ...aws, keys: { ...aws.keys, readPolicy } };
};

/** Commander's errors are about the line, which is the same for all keys. Their names do not outlive the bundling. */
const isUnderstood = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("commander.");

const exitOf = (error: unknown): ExitCode => (error instanceof KmspolError ? error.exit : exitCodes.refused);

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof KmspolError)) {
    const words = error instanceof Error ? error.message : String(error);
    return { code: "internal-error", message: `this is a bug in kmspol: ${words}` };
  }
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
};
