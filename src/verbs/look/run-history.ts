import { allChanges, type ListedChange } from "../../change/all-changes.ts";
import type { PolicySubject } from "../../change/types.ts";
import { exitCodes, KmspolError, UsageError, type ExitCode } from "../../errors.ts";
import type { ChangeRecord, TrailEvent } from "../../ports.ts";
import { outcomeOf, renderHistory } from "../../render/history.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { openSubject } from "../../target/open-subject.ts";
import { fileHistoryKey } from "../../target/open-target.ts";
import { printJson, printText } from "../../output/print.ts";

/** Lists the changes of a target, newest first. What a killed run left is settled first. */
export const runHistory = async (
  context: Context,
  [operand]: readonly [string],
  flags: HistoryFlags,
): Promise<ExitCode> => {
  const subject = await openEvenGone(context, operand);
  const events = flags.cloudtrail ? eventsOf(context, subject) : Promise.resolve([]);
  const own = await settledChanges(context, subject);
  const changes = allChanges(own, await events);
  if (context.global.json) printJson(context, { changes: changes.map(asContract) });
  else printText(context, renderHistory(changes, context.style));
  return exitCodes.done;
};

// The changes of a file are kept by its path, and outlive it.
const openEvenGone = async (context: Context, operand: string): Promise<PolicySubject> => {
  try {
    return await openSubject(context, operand, {});
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== "file-unreadable") throw error;
    const gone = () => Promise.reject(error);
    return {
      target: { kind: "file", path: operand },
      ...{ facts: {}, historyKey: fileHistoryKey(operand), label: operand, read: gone, write: gone },
    };
  }
};

/** What CloudTrail saw of a key. Where it cannot be asked, that is said once and our own changes are shown. */
const eventsOf = async (context: Context, { target }: PolicySubject): Promise<readonly TrailEvent[]> => {
  if (target.kind === "file") {
    say(context, "CloudTrail knows nothing of a policy file; these are the changes that kmspol made");
    return [];
  }
  try {
    return await (await (await openAws(context)).trail()).policyChanges(target.arn);
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    say(context, `CloudTrail cannot be asked, these are only kmspol's own changes: ${error.message}`);
    return [];
  }
};

const say = ({ outside }: Context, words: string): void =>
  outside.terminal.note(`kmspol: ${escapeText(words)}\n`);

/** Where settling fails (the policy or the state folder cannot be reached), the history is shown as it stands. */
const settledChanges = async (context: Context, subject: PolicySubject): Promise<readonly ChangeRecord[]> => {
  const history = await context.outside.history();
  const changes = await history.changes(subject.historyKey);
  if (changes.every(({ outcome }) => outcome !== "pending" && outcome !== "unknown")) return changes;
  const [{ settlePending }, { judges }] = await Promise.all([
    import("../../change/settle-pending.ts"),
    import("../../change/judges.ts"),
  ]);
  try {
    return await settlePending(subject, { history, judges, clock: context.outside.clock });
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    say(context, `an open change could not be settled: ${error.message}`);
    return changes;
  }
};

/** One change as `--json` prints it; the texts are left to `get`. What CloudTrail saw has no command of ours. */
const asContract = (change: ListedChange) => ({
  ...(change.source === "kmspol"
    ? {
        ...{ id: change.own.id, at: change.at, by: change.own.by, command: change.own.command },
        ...(change.own.reason !== undefined && { reason: change.own.reason }),
      }
    : { id: change.event.id, at: change.at, by: change.event.by, command: [] }),
  outcome: outcomeOf(change),
  source: change.source,
});
/** The flags of `kmspol history`. */
export interface HistoryFlags {
  readonly cloudtrail?: boolean;
}
