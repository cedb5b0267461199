import type { AccessChange } from "../../access/types.ts";
import type { Answer } from "../../output/answer.ts";
import { allChanges, type ListedChange } from "../../change/all-changes.ts";
import type { PolicySubject } from "../../change/types.ts";
import { exitCodes, KmspolError, UsageError } from "../../errors.ts";
import type { ChangeRecord } from "../../ports.ts";
import type { TrailEvent } from "../../trail-port.ts";
import { outcomeOf, renderHistory } from "../../render/history.ts";
import type { Gone } from "../../render/history.ts";
import { goneOf } from "./gone-of.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { openSubject } from "../../target/open-subject.ts";
import { pageLayout } from "../../target/key-page.ts";
import { formatOfPath } from "../../target/policy-format.ts";
import { loadFormat } from "../../policy/document.ts";
import { fileHistoryKey } from "../../target/contained-target.ts";
import type { Program } from "../verb.ts";
import type { ToldHistory } from "./browse-history.ts";

/**
 * Lists the changes of a target, newest first. What a killed run left is settled first. On a terminal the list is one to go through: Enter
 * shows what a change did, `u` takes it back.
 */
export const runHistory = async (
  context: Context,
  [operand]: readonly [string],
  flags: HistoryFlags,
  program: Program,
): Promise<Answer> => {
  const subject = await openEvenGone(context, operand);
  const events = flags.cloudtrail ? await eventsOf(context, subject) : [];
  const read = async (): Promise<ToldHistory> => {
    const changes = allChanges(await settledChanges(context, subject), events);
    const access = await accessOf(subject, changes);
    const gone = await goneOf(context, subject, changes);
    return { changes, access: (change) => access.get(change), gone: (change) => gone.get(change) };
  };
  const told = await read();
  if (told.changes.length > 0 && canBrowse(context)) {
    const { browseHistory } = await import("./browse-history.ts");
    await browseHistory({ context, program, subject, read }, told);
    return { exit: exitCodes.done };
  }
  const isAsked = flags.cloudtrail === true || context.global.json === true;
  if (told.changes.length === 0 && subject.target.kind === "key" && !isAsked)
    say(context, "--cloudtrail shows what CloudTrail saw of other changes");
  return {
    exit: exitCodes.done,
    json: { changes: told.changes.map((change) => asContract(change, told)) },
    view: () => renderHistory(told.changes, { ...pageLayout(context), facts: subject.facts, ...told }),
  };
};

/** Where somebody looks at a screen that can be drawn over; all else gets text. */
const canBrowse = ({ outside, global }: Context): boolean =>
  global.json !== true &&
  outside.outputIsTerminal &&
  outside.terminal.interactive &&
  outside.environment["TERM"] !== "dumb";

/** What the changes did to access; nothing where the policy stands in another document, whose texts are not policies by themselves. */
const accessOf = async (
  { target, facts }: PolicySubject,
  changes: readonly ListedChange[],
): Promise<ReadonlyMap<ListedChange, AccessChange | null>> => {
  if (changes.length === 0 || (target.kind === "file" && target.key !== undefined)) return new Map();
  const format = target.kind === "key" ? "json" : formatOfPath(target.path);
  const [{ toldAccess }, { judges }] = await Promise.all([
    import("../../change/told-access.ts"),
    import("../../change/judges.ts"),
    loadFormat(format),
  ]);
  return toldAccess(changes, facts, format, judges);
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
const asContract = (change: ListedChange, { access, gone }: ToldHistory) => ({
  ...(change.source === "kmspol"
    ? {
        ...{ id: change.own.id, at: change.at, by: change.own.by, command: change.own.command },
        ...(change.own.reason !== undefined && { reason: change.own.reason }),
      }
    : { id: change.event.id, at: change.at, by: change.event.by, command: [] }),
  outcome: outcomeOf(change),
  source: change.source,
  ...(change.source === "kmspol" && change.own.run !== undefined && { run: change.own.run }),
  ...didOf(access(change)),
  ...(gone(change) && { gone: goneAsJson(gone(change)) }),
});

const goneAsJson = (gone: Gone | undefined) =>
  gone?.source === "cloudtrail" ? { by: gone.event.by, at: gone.at } : {};

const didOf = (did: AccessChange | null | undefined) => (did ? { gained: did.gained, lost: did.lost } : {});
/** The flags of `kmspol history`. */
export interface HistoryFlags {
  readonly cloudtrail?: boolean;
}
