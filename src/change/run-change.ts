import { ChangedMeanwhile, ConflictError, UsageError } from "../errors.ts";
import { shown } from "../policy/symbol-words.ts";
import { hasStandIn, openNames } from "../policy/symbols.ts";
import { consent, isAsked } from "./consent.ts";
import { readFresh } from "./fresh-read.ts";
import { goneNotes } from "./gone-notes.ts";
import { make } from "./made.ts";
import { keptOnFailure } from "./kept-edit.ts";
import { parsePolicy } from "./parse-new-text.ts";
import type { History } from "../ports.ts";
import { propose } from "./propose.ts";
import { requireConsent, requireEditable } from "./requirements.ts";
import { reread } from "./reread.ts";
import { saying } from "./saying.ts";
import { changedResult, plannedResult, unchangedResult } from "./result.ts";
import type { ChangeServices, Road } from "./services.ts";
import type {
  ChangeOptions,
  ChangeResult,
  Edit,
  Made,
  Plan,
  PolicySubject,
  Proposal,
  Snapshot,
} from "./types.ts";
import { writePolicy } from "./write.ts";

/** One turn of the road: the policy as it was read, and what is to become of it. */
interface Turn {
  readonly snapshot: Snapshot;
  readonly made: Made;
  /** File of the editor that holds the text, where there is one. */
  readonly file: string | undefined;
  /** How often somebody else's writes were merged in so far. */
  readonly merges: number;
}

/** Somebody who writes faster than the question is answered is no partner for merging. */
const maximumMerges = 5;

/**
 * The write path, for every change on every target: read, change, check, compare, show, refuse, ask, re-read, merge
 * or conflict, record, put, verify. Ends with what was done; throws UsageError, RefusedError, ConflictError, AwsError
 * or CancelledError where it was not. What fails after the edit keeps the new text in a file that the hint names.
 */
export const runChange = async (
  subject: PolicySubject,
  edit: Edit,
  options: ChangeOptions,
  services: ChangeServices,
): Promise<ChangeResult> => {
  requireConsent(options, services);
  requireEditable(subject, services.caller);
  const road = { subject, options, services };
  const first = await firstTurn(road, edit);
  const second = await kept(road, first, () => take(road, edit, first));
  if ("outcome" in second || isAsked(road)) return toTheEnd(road, edit, second);
  // Others of this machine write as well, and nobody is asked: it is our turn now until the change is through.
  return exclusively(road, () => toTheEnd(holding(road), edit, second));
};

/**
 * The first half of the same path, which asks nobody and writes nothing, with the way on: for runs over many targets, which are all looked
 * at before one question is asked. Throws what `runChange` throws with `dryRun`.
 */
export const planChange = async (
  subject: PolicySubject,
  edit: Edit,
  options: ChangeOptions,
  services: ChangeServices,
): Promise<Plan> => {
  requireEditable(subject, services.caller);
  const road = { subject, options: { ...options, dryRun: true }, services };
  const turn = await firstTurn(road, edit);
  const proposal = await proposed(road, turn);
  if ("outcome" in proposal) return { result: proposal, apply: () => Promise.resolve(proposal) };
  await consent(road, proposal, false);
  return {
    result: plannedResult(proposal),
    apply: (as) => {
      const way = { subject, options: { ...options, ...as, dryRun: false, yes: true }, services };
      return exclusively(way, () => arriveAndEnd(holding(way), edit, turn, proposal));
    },
  };
};

const arriveAndEnd = async (road: Road, edit: Edit, turn: Turn, proposal: Proposal): Promise<ChangeResult> =>
  toTheEnd(road, edit, await kept(road, turn, () => arrive(road, turn, proposal)));

const toTheEnd = async (road: Road, edit: Edit, start: Turn | ChangeResult): Promise<ChangeResult> => {
  if ("outcome" in start) return start;
  return toTheEnd(road, edit, await kept(road, start, () => take(road, edit, start)));
};

const firstTurn = async (road: Road, edit: Edit): Promise<Turn> => {
  const began = road.services.clock.now();
  const document = await saying(road, "reading the policy", () => readFresh(road));
  const snapshot = { subject: road.subject, document };
  const made = await make(edit, snapshot);
  const notes = [...(await goneNotes(road, document, began)), ...(made.notes ?? [])];
  return { snapshot, made: { ...made, notes }, file: edit.keptFile?.(), merges: 0 };
};

/** Does a step of a turn; where it fails, the new text is kept. */
const kept = <T>(road: Road, { snapshot, made, file }: Turn, step: () => Promise<T>): Promise<T> =>
  keptOnFailure(road, { text: made.text, format: snapshot.document.format, file }, step);

/** What a turn comes to, judged; or that it changes nothing. Throws UsageError (`json-syntax`) where the new text does not parse. */
const proposed = async (road: Road, { snapshot, made }: Turn): Promise<Proposal | ChangeResult> => {
  const before = snapshot.document;
  const after = made.document ?? parsePolicy(made.text, before.format, before.dialect);
  requireTold(made.text);
  if (road.services.judges.same(before, after)) return unchangedResult(road, snapshot, made);
  return propose(road, snapshot, after, made);
};

/** Throws UsageError (`undecided-value`) for a text with what takes the place of a value that nobody knows: it means something here alone. */
const requireTold = (text: string): void => {
  if (!hasStandIn(text)) return;
  throw new UsageError(
    "undecided-value",
    `the new policy would name ${openNames(text)
      .map(shown)
      .join(", ")}, of which nothing but the name is known`,
    {
      hint: "name the account with --account, or tell the value with --set NAME=VALUE; nothing was written",
    },
  );
};

/** Takes a turn: to the end of the road, or back to a new proposal (edited again, or merged with another's write). */
const take = async (road: Road, edit: Edit, turn: Turn): Promise<Turn | ChangeResult> => {
  const proposal = await proposed(road, turn);
  if ("outcome" in proposal) return proposal;
  const decision = await consent(road, proposal, edit.repeatable);
  if (decision === "plan") return plannedResult(proposal);
  if (decision === "edit-again") {
    const again = await make(edit, turn.snapshot, proposal);
    return { ...turn, made: again, file: edit.keptFile?.() };
  }
  return exclusively(road, () => arrive(road, turn, proposal));
};

/** Re-reads, and where nobody else wrote, writes; else the next turn is about the merged policy. */
const arrive = async (road: Road, turn: Turn, proposal: Proposal): Promise<Turn | ChangeResult> => {
  if (turn.merges > maximumMerges) throw restless(road);
  const began = road.services.clock.now();
  const now = await saying(road, "looking once more", () => reread(road, proposal, turn.made));
  const look = { began, ended: road.services.clock.now() };
  if (now.changed)
    return { snapshot: now.snapshot, made: now.made, file: undefined, merges: turn.merges + 1 };
  try {
    return changedResult(proposal, await writePolicy(road, proposal, look));
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    return arrive(road, { ...turn, merges: turn.merges + 1 }, proposal);
  }
};

/** From the last look to the verification no other kmspol of this machine and user writes the same policy. */
const exclusively = <T>({ subject, services }: Road, work: () => Promise<T>): Promise<T> =>
  services.history.exclusively ? services.history.exclusively(subject.historyKey, work) : work();

/** The same road for whoever has the turn already. */
const holding = (road: Road): Road => {
  const history: History = { ...road.services.history, exclusively: (_, work) => work() };
  return { ...road, services: { ...road.services, history } };
};

const restless = ({ subject }: Road): ConflictError =>
  new ConflictError(
    "policy-conflict",
    `the policy of ${subject.label} keeps being changed by somebody else`,
    {
      hint: "find out who writes it, and run the command again when they are done",
    },
  );
