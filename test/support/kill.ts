import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { filesLeft, kmspol, type Place, type Run, type RunOptions } from "./binary.ts";
import { samePolicy } from "./policies.ts";

/** Which point of a run is met by which signal; `tear`: half of what is written there is written before. */
export interface Blow {
  readonly at: number;
  readonly signal: "SIGKILL" | "SIGTERM" | "SIGINT" | "SIGHUP";
  readonly tear?: boolean;
}

/** Runs kmspol and has it struck; without a blow it only counts the points. */
export const struck = async (
  place: Place,
  sandbox: Sandbox | undefined,
  args: readonly string[],
  blow: Blow | undefined,
  options: RunOptions = {},
): Promise<Run & { readonly points: readonly string[] }> => {
  const log = join(place.root, "points");
  const environment = {
    ...options.environment,
    FAULT_ROOT: place.machine,
    FAULT_LOG: log,
    ...(blow && { FAULT_AT: String(blow.at), FAULT_SIGNAL: blow.signal, FAULT_TEAR: blow.tear ? "1" : "" }),
  };
  const run = await kmspol(place, sandbox, args, { ...options, environment, preload: "kill-at-point.mjs" });
  const points = (await readFile(log, "utf8").catch(() => "")).split("\n").filter(Boolean);
  return { ...run, points };
};

/** Where a policy can be found again: in a file of the editor or a kept one, or as the new text of a history record. */
export const placesOf = async (place: Place, policy: string): Promise<readonly string[]> =>
  [...(await filesLeft(place))]
    .filter(([, text]) => samePolicy(text, policy) || samePolicy(recordedAfter(text), policy))
    .map(([path]) => path);

const recordedAfter = (text: string): string => {
  try {
    const record = JSON.parse(text) as { after?: unknown };
    return typeof record.after === "string" ? record.after : "";
  } catch {
    return "";
  }
};
