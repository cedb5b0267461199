import { UsageError } from "../../errors.ts";
import type { BulkEnding, BulkKey, BulkRun } from "../../bulk-run.ts";
import type { ChangeRecord, History } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";

/** How the keys of a run stand, as far as its record knows. */
export interface Standing {
  /** Ended well. */
  readonly done: number;
  readonly failed: number;
  /** Not ended: not begun, or stopped in the middle. */
  readonly left: number;
}

/** Counts the keys of a run by how each of them ended last. */
export const standingOf = (run: BulkRun): Standing => {
  const ends = [...lastEndings(run).values()];
  const done = ends.filter(({ exit }) => exit === 0).length;
  return { done, failed: ends.length - done, left: run.keys.length - ends.length };
};

/** The keys of a run that have not ended well, with their places in its list. */
export const openKeys = (run: BulkRun): readonly (readonly [index: number, key: BulkKey])[] => {
  const last = lastEndings(run);
  return run.keys.flatMap((key, index) => (last.get(index)?.exit === 0 ? [] : [[index, key] as const]));
};

/** What taking back a run comes to. */
export interface Undoing {
  /** A line for each key that still has a change of the run: it takes back the newest of them, and no later change. */
  readonly keys: readonly BulkKey[];
  /** Keys that have an older change of the run besides: one more undo takes that. */
  readonly again: readonly BulkKey[];
  /** Keys that the run began to write, and of which nobody knows whether it did: a record of their history is damaged. */
  readonly unknown: readonly BulkKey[];
}

/**
 * What the histories of the run's keys say that it changed and nobody has taken back, each with this `--reason`. Throws
 * UsageError (`nothing-to-undo`) and RefusedError (`history-unreadable`).
 */
export const undoKeys = async (
  { outside }: Context,
  run: BulkRun,
  reason: readonly string[],
): Promise<Undoing> => {
  const history = await outside.history();
  const keys = await Promise.all(
    run.keys.map((key, index) => lookAt(history, run, withArn(run, key, index))),
  );
  const lines = keys.flatMap(({ key, open: [newest] }): readonly BulkKey[] =>
    newest === undefined || key.arn === undefined
      ? []
      : [{ ...key, line: ["undo", key.arn, "--change", newest, ...reason] }],
  );
  const unknown = keys.filter(({ isUnknown }) => isUnknown).map(({ key }) => key);
  const again = keys.filter(({ open }) => open.length > 1).map(({ key }) => key);
  if (lines.length + unknown.length > 0) return { keys: lines, again, unknown };
  const hasChanged = keys.some(({ changed }) => changed);
  throw new UsageError(
    "nothing-to-undo",
    hasChanged ? `all that run ${run.id} changed is taken back already` : `run ${run.id} has changed no key`,
  );
};

const lastEndings = ({ endings }: BulkRun): ReadonlyMap<number, BulkEnding> =>
  new Map(endings.map((ending) => [ending.index, ending]));

/** A key that could not be looked at when the run began is known since it was written. */
const withArn = ({ begun }: BulkRun, key: BulkKey, index: number): BulkKey => {
  const arn = key.arn ?? begun.find((one) => one.index === index)?.arn;
  return arn === undefined ? key : { ...key, arn };
};

interface Looked {
  readonly key: BulkKey;
  readonly changed: boolean;
  /** Ids of the run's changes that nobody has taken back, newest first. */
  readonly open: readonly string[];
  readonly isUnknown: boolean;
}

const lookAt = async (history: History, run: BulkRun, key: BulkKey): Promise<Looked> => {
  const nothing = { key, changed: false, open: [], isUnknown: false };
  if (key.arn === undefined) return nothing;
  const changes = (await history.changes(key.arn)).filter(({ outcome }) => outcome !== "failed");
  const ours = changes.filter((change) => isOf(run, key, change));
  if (ours.length > 0) {
    const open = ours.filter(({ id }) => !isTakenBack(changes, id)).map(({ id }) => id);
    return { key, changed: true, open, isUnknown: false };
  }
  const isBegun = run.begun.some(({ arn }) => arn === key.arn);
  return { ...nothing, isUnknown: isBegun && ((await history.damaged?.(key.arn)) ?? []).length > 0 };
};

/**
 * Whether the run made this change. Its ending may be missing (the run was killed) and a later one may say that nothing
 * had to be changed: the key's own history decides. A record of an earlier kmspol names no run, but its command and time.
 */
const isOf = (run: BulkRun, { line }: BulkKey, change: ChangeRecord): boolean =>
  change.run === run.id ||
  run.endings.some((ending) => ending.change === change.id) ||
  (change.run === undefined && change.at >= run.at && change.command.join("\0").includes(line.join("\0")));

/** Whether a later change took it back, and was not taken back in its turn. */
const isTakenBack = (changes: readonly ChangeRecord[], id: string): boolean =>
  changes.some(({ id: later, command }) => {
    const flag = command.indexOf("--change");
    return flag >= 0 && command[flag + 1] === id && !isTakenBack(changes, later);
  });
