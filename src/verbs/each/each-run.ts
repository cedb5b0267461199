import type { BulkKey } from "../../bulk-run.ts";
import type { Context } from "../../cli/app.ts";
import { failureOf, type Failure } from "../../cli/report-error.ts";
import { exitCodes, KmspolError, type ExitCode } from "../../errors.ts";
import type { Outside } from "../../outside.ts";
import type { Program } from "../verb.ts";
import type { EachFlags } from "./each-flags.ts";
import type { KeyCall } from "./key-calls.ts";
import type { ListedKeys } from "./listed-once.ts";

/** A run over many keys: how it was called, and what it runs verbs with. */
export interface Each {
  readonly context: Context;
  /** The outside, one AWS for each set of flags. */
  readonly outside: Outside;
  readonly program: Program;
  readonly flags: EachFlags;
  /** What the list told of keys that were not asked about since. */
  readonly listed: ListedKeys;
  /** The verb of a key's line, with that key as its target. Throws what commander throws, for a line that nobody understands. */
  readonly callOn: (key: BulkKey) => Promise<KeyCall>;
}

/** How a verb ended on one key. */
export interface Ended {
  readonly exit: ExitCode;
  readonly notes: readonly string[];
  readonly error?: Failure;
}

/** How a key ends whose verb threw this. */
export const failed = (error: unknown): Ended => ({
  exit: error instanceof KmspolError ? error.exit : exitCodes.refused,
  notes: [],
  error: failureOf(error),
});
