import type { PolicyDocument } from "../policy/document.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import type { ChangeOutcome, ChangeRecord } from "../ports.ts";
import type { ChangeServices } from "./services.ts";
import { standingOf } from "./standing.ts";
import type { PolicySubject } from "./types.ts";

/**
 * Settles what a killed run left: changes whose outcome is pending or unknown are decided by what stands now, as far
 * as that tells. Returns the history, newest first. Reads the policy only where there is something to settle.
 */
export const settlePending = async (
  subject: PolicySubject,
  services: Pick<ChangeServices, "history" | "judges" | "clock">,
): Promise<readonly ChangeRecord[]> => {
  const changes = await services.history.changes(subject.historyKey);
  if (!changes.some(isOpen)) return changes;
  const current = await subject.read();
  for (const [index, change] of changes.entries()) {
    const outcome = isOpen(change)
      ? outcomeOf(subject, services, current, change, changes.slice(0, index))
      : undefined;
    if (outcome === undefined) continue;
    const seen = outcome === "failed" ? undefined : services.clock.now().toISOString();
    await services.history.settle(subject.historyKey, change.id, outcome, seen);
  }
  return services.history.changes(subject.historyKey);
};

/**
 * So long after a put (milliseconds) no replica lags any more: KMS speaks of "several minutes" at most (AWS KMS Developer
 * Guide, "AWS KMS eventual consistency"). Until then the old policy does not prove that the put failed.
 */
export const certainAfter = 5 * 60_000;

const isOpen = ({ outcome }: ChangeRecord): boolean => outcome === "pending" || outcome === "unknown";

/** A later change that was written began from what the open one left, or from what it was to replace. */
const outcomeOf = (
  subject: PolicySubject,
  { judges, clock }: Pick<ChangeServices, "judges" | "clock">,
  current: PolicyDocument,
  change: ChangeRecord,
  later: readonly ChangeRecord[],
): ChangeOutcome | undefined => {
  const read = (text: string) => documentOf(parsePolicyText(text, current.format, current.dialect));
  const successor = later.findLast(({ outcome }) => outcome !== "failed");
  const stood = successor ? read(successor.before) : current;
  const [before, after] = [read(change.before), read(change.after)];
  if (!stood || !before || !after) return undefined;
  const standing = standingOf(stood, { before, after }, judges, subject);
  if (standing === "new" || standing === "built-on") return successor ? "written" : "verified";
  if (standing !== "old") return undefined;
  const seen = successor ? Date.parse(successor.at) : clock.now().getTime();
  return subject.target.kind === "file" || seen - Date.parse(change.at) > certainAfter ? "failed" : undefined;
};
