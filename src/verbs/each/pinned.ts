import type { BulkKey } from "../../bulk-run.ts";
import type { Context } from "../../cli/app.ts";

/**
 * An undo of "the last change" as the undo of that very change: a run that is stopped and goes on finds its own undo to be the last
 * change, and would take it back. Any other line as it is. Throws RefusedError (`history-unreadable`).
 */
export const pinned = async ({ outside }: Context, key: BulkKey): Promise<BulkKey> => {
  const { arn, line } = key;
  const isNamed = line.some((word) => /^--(change|to)(=|$)/.test(word));
  if (line[0] !== "undo" || isNamed || arn === undefined) return key;
  const changes = await (await outside.history()).changes(arn);
  const last = changes.find(({ outcome }) => outcome !== "failed");
  return last ? { ...key, line: [...line, "--change", last.id] } : key;
};
