import type { FileOptions } from "../../cli/options.ts";
import type { AccountFlags } from "../account-flags.ts";
import type { FromOptions } from "../from-options.ts";

import type { Shard } from "../shard.ts";

/** The flags of `kmspol report`. */
export interface ReportFlags
  extends Pick<FileOptions, "partition" | "keySpec" | "keyUsage">, AccountFlags, FromOptions {
  readonly out?: string;
  readonly format: "html" | "markdown" | "csv";
  readonly all?: boolean;
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly keysFrom?: string;
  readonly shard?: Shard;
  readonly config?: string | false;
  readonly noConfig?: boolean;
}
