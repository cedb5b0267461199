import { type AwsError, ChangedMeanwhile, ConflictError, KmspolError, PutUnknown } from "../errors.ts";
import type { ChangeOutcome, ChangeRecord } from "../ports.ts";
import { commandFor } from "./command-target.ts";
import { withNamedPrincipals } from "./invalid-principals.ts";
import { stoodLately } from "./fresh-read.ts";
import { holdsChange } from "./holds-change.ts";
import { comparedOf, keptName } from "./kept-edit.ts";
import type { Road } from "./services.ts";
import type { Versions } from "./standing.ts";
import { saying } from "./saying.ts";
import { readSteady } from "./steady-read.ts";
import type { Proposal } from "./types.ts";
import { type Reading, readBack } from "./verify.ts";

/** How a write ended, for the result. */
export interface Written {
  /** Id of the change in the history. */
  readonly change: string;
  readonly verified: boolean;
  readonly notes: readonly string[];
}

/** One write under way. */
interface Write {
  readonly road: Road;
  readonly proposal: Proposal;
  readonly versions: Versions;
  readonly record: ChangeRecord;
  readonly look: LastLook;
  /** The new policy stood a moment ago: that it is seen does not prove that the put took effect. */
  readonly broughtBack: boolean;
}

/** When the policy was last seen to be the one that is replaced: the request was sent, its answer was there. */
export interface LastLook {
  readonly began: Date;
  readonly ended: Date;
}

/**
 * Records the change, puts the policy and reads it back. Nothing is put without a record on disk. Throws what the put
 * throws; ConflictError (`overwritten`) where somebody else has replaced the policy by one without this change;
 * PutUnknown where neither the put nor reading tells how it ended; ChangedMeanwhile where a put came late or had to be
 * tried again, and the policy was no longer the one that it replaces.
 */
export const writePolicy = async (road: Road, proposal: Proposal, look: LastLook): Promise<Written> => {
  const versions = { before: proposal.snapshot.document, after: proposal.after };
  const broughtBack = await stoodLately(road, versions.after);
  const write = { road, proposal, versions, broughtBack, record: await recordChange(road, versions), look };
  const reading = inMeaning(write, await put(write, 1));
  const verified = reading.seen === "new" || reading.seen === "built-on";
  const unnoted = await noteOutcome(write, verified ? "verified" : "written");
  if (reading.seen === "foreign") throw await overwritten(write, reading.current);
  const passed = verified && reading.passed ? [await passedBy(write, reading.passed)] : [];
  return { change: write.record.id, verified, notes: [...wordsOf(reading), ...passed, ...unnoted] };
};

/** What somebody else has written since may do what this change did, in other words than a merge of the two has. */
const inMeaning = ({ road, versions }: Write, reading: Reading): Reading =>
  reading.seen === "foreign" && holdsChange(reading.current, versions, road.services.judges, road.subject)
    ? { seen: "built-on" }
    : reading;

const recordChange = (
  { subject, options, services }: Road,
  { before, after }: Versions,
): Promise<ChangeRecord> =>
  services.history.record(subject.historyKey, {
    at: services.clock.now().toISOString(),
    by: services.by,
    command: options.command,
    ...(options.reason !== undefined && { reason: options.reason }),
    ...(options.run !== undefined && { run: options.run }),
    outcome: "pending",
    before: before.text,
    after: after.text,
  });

/** So often a put may be sent whose answer is lost, each time after reading that the old policy still stands. */
const maximumPuts = 3;

const put = async (write: Write, count: number): Promise<Reading> => {
  const { road, proposal, versions, record } = write;
  // A put of before may have taken effect, though reading does not show it.
  let unclear = count > 1;
  try {
    if (count > 1 || isStale(write)) await confirmUnchanged(write);
    await saying(road, "writing", () =>
      road.subject.write(proposal.after.text, {
        bypassLockoutCheck: road.options.bypassLockoutCheck,
        freshPrincipals: proposal.freshPrincipals ?? false,
        confirm: (earlier) => {
          unclear ||= earlier === "unclear";
          return confirmUnchanged(write);
        },
      }),
    );
  } catch (error) {
    if (error instanceof PutUnknown) return settleUnknown(write, error, count);
    const unnoted = await noteOutcome(write, unclear ? "unknown" : "failed");
    for (const note of unnoted) road.services.note(note);
    throw await withNamedPrincipals(road, proposal.after, error);
  }
  // From here on the change is made, whatever stops us while we read: the record must not be in doubt.
  const answered = road.services.clock.now();
  const unnoted = await noteOutcome(write, "written");
  for (const note of unnoted) road.services.note(note);
  const quiet = road.services.onStop?.(() => writtenUnseen(write)) ?? (() => undefined);
  try {
    return await saying(road, "written; waiting until KMS shows it", async () =>
      secondLook(write, answered, await readBack(road, versions, record, answered)),
    );
  } finally {
    quiet();
  }
};

/** What is said where Ctrl-C or a signal ends the wait for KMS to show the change. */
const writtenUnseen = ({ road, record, proposal: { revokes = [] } }: Write): string => {
  const grants =
    revokes.length === 0
      ? ""
      : `no grant was revoked yet (${revokes.length} to go): the same command again does that\n`;
  return `\nkmspol: written (change ${record.id}), not yet seen; ${commandFor(road.subject, "undo")} takes it back\n${grants}`;
};

/** The disk, or a machine that stood still, took so long that somebody else may have come in between. */
const isStale = ({ road, look }: Write): boolean =>
  road.services.clock.now().getTime() - look.ended.getTime() > freshFor;

/** The contract ends an operation after 30 s: no put is sent again then, each of which may wait that long for the end of its answer. */
const isLate = ({ road, look }: Write): boolean =>
  road.services.clock.now().getTime() - look.ended.getTime() > 30_000;

/** Milliseconds for which a look holds: many times what the record takes on a disk, a fraction of what a writer takes. */
const freshFor = 100;

/** Before a put that comes late, or is tried again: the policy is still the one that it replaces. An error may have come after the put took effect. */
const confirmUnchanged = async ({ road, versions, broughtBack }: Write): Promise<void> => {
  const current = await readSteady(road, versions.before);
  if (road.services.judges.same(current, versions.before)) return;
  const isMade = road.services.judges.same(current, versions.after);
  if (isMade && broughtBack) return;
  if (isMade)
    throw new PutUnknown("put-unknown", `the policy of ${road.subject.label} is the new one already`);
  throw changedMeanwhile({ road });
};

const changedMeanwhile = ({ road }: Pick<Write, "road">): ChangedMeanwhile =>
  new ChangedMeanwhile("policy-conflict", `the policy of ${road.subject.label} was changed meanwhile`);

/**
 * Another kmspol that looked before our put has most likely put within twice the time that our own last look and put
 * took: so long after our put one more look finds what it may have overwritten. Nothing finds a slower writer; KMS has
 * no compare-and-swap.
 */
const secondLook = async (
  { road, versions, look, record }: Write,
  answered: Date,
  first: Reading,
): Promise<Reading> => {
  if (first.seen !== "new") return first;
  const took = road.services.clock.now().getTime() - look.began.getTime();
  await road.services.clock.sleep(Math.min(longestWait, 2 * took));
  const second = await readBack(road, versions, record, answered);
  if (second.seen === "nothing" || second.seen === "old") return first;
  return second.seen === "foreign" ? second : { ...first, ...second };
};

const longestWait = 1000;

/** The answer to a put was lost: reading tells whether it took effect, and where it did not it is put again. */
const settleUnknown = async (write: Write, error: AwsError, count: number): Promise<Reading> => {
  const reading = await readBack(write.road, write.versions, write.record, "unknown");
  const isOpen = reading.seen === "old" || (reading.seen === "new" && write.broughtBack);
  if (isOpen && count < maximumPuts && !isLate(write)) return put(write, count + 1);
  if (reading.seen === "new" || reading.seen === "built-on") return reading;
  await noteOutcome(write, "unknown");
  // Whether it stood for a moment is not known: what stands now lacks it, so it is made again, of that.
  if (reading.seen === "foreign") throw changedMeanwhile(write);
  const look = `whether the policy was written is not known; ${commandFor(write.road.subject, "history")} settles it by reading`;
  throw error.withHint([error.hint, look].filter(Boolean).join("\n"));
};

/** The outcome in the history is for later; that it cannot be noted is no failure of a change that was made. */
const noteOutcome = async ({ road, record }: Write, outcome: ChangeOutcome): Promise<readonly string[]> => {
  try {
    const { history, clock } = road.services;
    const answered = outcome === "written" || outcome === "verified" ? clock.now().toISOString() : undefined;
    await history.settle(road.subject.historyKey, record.id, outcome, answered);
    return [];
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return [`the outcome of change ${record.id} could not be noted: ${error.message}`];
  }
};

const overwritten = async (
  { road, record }: Write,
  { text, format }: Versions["after"],
): Promise<ConflictError> => {
  const { subject, services } = road;
  const theirs = await services.history.keep(text, keptName(subject, "theirs", format), comparedOf(subject));
  return new ConflictError(
    "overwritten",
    `the policy of ${subject.label} was written (change ${record.id}), and then replaced by somebody else without this change`,
    { hint: `theirs is in ${theirs}` },
  );
};

/** Of several replicas one showed for a moment what our put has replaced unseen, or what was replaced before. */
const passedBy = async ({ road }: Write, { text, format }: Versions["after"]): Promise<string> => {
  const words = `while KMS took this change over, it showed a policy of somebody else that lacks it`;
  try {
    const path = await road.services.history.keep(
      text,
      keptName(road.subject, "replaced", format),
      comparedOf(road.subject),
    );
    return `${words}: look whether what they changed is still there; theirs is in ${path}`;
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return `${words}, and it could not be kept: ${error.message}`;
  }
};

const wordsOf = (reading: Reading): readonly string[] => {
  if (reading.seen === "built-on")
    return ["somebody else has changed the policy since; this change is in it"];
  if (reading.seen === "old")
    return ["the policy was written, but reading does not show it yet; look again in some minutes"];
  return reading.seen === "nothing"
    ? [`the policy was written, but could not be read back: ${reading.because}`]
    : [];
};
