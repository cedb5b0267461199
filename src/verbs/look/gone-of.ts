import type { ListedChange } from "../../change/all-changes.ts";
import { isQuiet } from "../../change/gone-notes.ts";
import type { PolicySubject } from "../../change/types.ts";
import type { Context } from "../../cli/app.ts";
import { KmspolError } from "../../errors.ts";
import type { Gone } from "../../render/history.ts";
import { escapeLine } from "../../render/escape.ts";

/** So long after our own last put (milliseconds) one look may be answered by a replica that lags, and tells nothing. */
const mayLag = 30_000;

/**
 * The changes that somebody else has taken away since, with the event of CloudTrail that did where it is listed. Nothing for a file, and
 * for a key that was written a moment ago. Where the policy cannot be read that is said, and nothing is told.
 */
export const goneOf = async (
  context: Context,
  subject: PolicySubject,
  changes: readonly ListedChange[],
): Promise<ReadonlyMap<ListedChange, Gone>> => {
  const own = changes.flatMap((change) => (change.source === "kmspol" ? [change.own] : []));
  const began = context.outside.clock.now();
  if (subject.target.kind === "file" || !isQuiet(own, new Date(began.getTime() - mayLag))) return new Map();
  const [{ goneChanges, lacksChange }, { judges }] = await Promise.all([
    import("../../change/gone-changes.ts"),
    import("../../change/judges.ts"),
  ]);
  try {
    const gone = goneChanges(own, await subject.read(), subject, judges);
    const listed = changes.flatMap((change): [ListedChange, Gone][] => {
      const found = change.source === "kmspol" ? gone.find((one) => one.change === change.own) : undefined;
      if (!found) return [];
      const by = changes
        .filter((one) => one.source === "cloudtrail")
        .filter(({ at }) => at > found.change.at && at < (found.foundBy?.at ?? "9"))
        .findLast(({ event }) => lacksChange(event.policy, found.change, subject, judges));
      return [[change, by ?? { source: "unknown" }]];
    });
    return new Map(listed);
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    context.outside.terminal.note(
      `kmspol: whether these changes still stand is not known: ${escapeLine(error.message)}\n`,
    );
    return new Map();
  }
};
