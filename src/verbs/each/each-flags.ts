import type { AccountFlags } from "../account-flags.ts";
import type { Shard } from "../shard.ts";

/** The flags of `kmspol each`. */
export interface EachFlags extends AccountFlags {
  readonly all?: boolean;
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly key?: readonly string[];
  readonly keysFrom?: string;
  /** Days. */
  readonly unusedFor?: number;
  readonly shard?: Shard;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly full?: boolean;
  readonly resume?: string;
  readonly undo?: string;
  readonly runs?: boolean;
  readonly reason?: string;
  readonly format?: "jsonl";
}
