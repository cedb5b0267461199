import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { kmspol as kmspolAsProcess, type Place, type Run, type RunOptions } from "./binary.ts";
import { start as diskFull } from "./disk-full.mjs";
import { start as fewFiles } from "./few-files.mjs";
import { start as fileLog } from "./file-log.mjs";
import { kmspol } from "./here.ts";
import { long } from "./long-form.ts";

/** What can be done to Node's functions without a process of its own; `start` returns what puts them back. */
const starts = { "disk-full.mjs": diskFull, "few-files.mjs": fewFiles, "file-log.mjs": fileLog };

/**
 * Runs a command line as `kmspol` of here.ts does, while the module holds Node's functions in its hands, which looks into
 * `environment` for what it is to do; in the long form a process into which the module is preloaded. One run at a time.
 */
export const kmspolUnder = async (
  module: keyof typeof starts,
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  { environment = {}, ...options }: Omit<RunOptions, "preload"> = {},
): Promise<Run> => {
  const all = { ...options, environment };
  if (long) return kmspolAsProcess(place, sandbox, args, { ...all, preload: module });
  const putBack = starts[module](environment as never);
  try {
    return await kmspol(place, sandbox, args, all);
  } finally {
    putBack();
  }
};
