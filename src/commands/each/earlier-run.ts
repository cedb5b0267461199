import { UsageError } from "../../errors.ts";
import type { BulkEnding, BulkKey, BulkRun } from "../../bulk-run.ts";
import type { History } from "../../ports.ts";
import type { Context } from "../app.ts";

/** The keys of a run that have not ended well, with their places in its list. */
export const openKeys = (run: BulkRun): readonly (readonly [index: number, key: BulkKey])[] => {
  const last = lastEndings(run);
  return run.keys.flatMap((key, index) => (last.get(index)?.exit === 0 ? [] : [[index, key] as const]));
};

/**
 * A line for each key that the run changed, which takes back that change and no later one, for this `--reason`. Throws UsageError
 * (`nothing-to-undo`).
 */
export const undoKeys = async (
  { outside }: Context,
  run: BulkRun,
  reason: readonly string[],
): Promise<readonly BulkKey[]> => {
  const history = await outside.history();
  const last = lastEndings(run);
  const changed = await Promise.all(
    run.keys.map(async (key, index): Promise<readonly BulkKey[]> => {
      const change = await changeOf(history, run, key, last.get(index));
      if (key.arn === undefined || change === undefined) return [];
      return [{ ...key, line: ["undo", key.arn, "--change", change, ...reason] }];
    }),
  );
  if (changed.flat().length > 0) return changed.flat();
  throw new UsageError("nothing-to-undo", `run ${run.id} has changed no key`);
};

const lastEndings = ({ endings }: BulkRun): ReadonlyMap<number, BulkEnding> =>
  new Map(endings.map((ending) => [ending.index, ending]));

/** A killed run may have changed a key and not noted it: then the key's own history knows the change. */
const changeOf = async (
  history: History,
  { at }: BulkRun,
  { arn, line }: BulkKey,
  ending: BulkEnding | undefined,
): Promise<string | undefined> => {
  if (arn === undefined || ending?.outcome === "unchanged") return undefined;
  if (ending?.change !== undefined) return ending.change;
  const changes = await history.changes(arn);
  const same = (command: readonly string[]) => command.join("\0").includes(line.join("\0"));
  return changes.find((one) => one.at >= at && one.outcome !== "failed" && same(one.command))?.id;
};
