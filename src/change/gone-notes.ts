import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { commandFor } from "./command-target.ts";
import { goneChanges } from "./gone-changes.ts";
import type { Road } from "./services.ts";
import type { PolicySubject } from "./types.ts";

/**
 * What is said, before the next change of a key, of this machine's own changes that its policy has been put without since the last one, a
 * sentence each. `began`: when it was asked for. Nothing for a file: others write there all the time, and git tells. Throws what reading
 * the history throws.
 */
export const goneNotes = async (
  { subject, services }: Pick<Road, "subject" | "services">,
  current: PolicyDocument,
  began: Date,
): Promise<readonly string[]> => {
  if (subject.target.kind === "file") return [];
  const changes = await services.history.changes(subject.historyKey);
  if (!isQuiet(changes, began)) return [];
  // A history may be long: nobody reads it where what stands is what was put last.
  if (changes.find(({ outcome }) => outcome !== "failed")?.after === current.text) return [];
  return goneChanges(changes, current, subject, services.judges)
    .filter(({ foundBy }) => foundBy === undefined)
    .map(({ change }) => goneWords(change, subject));
};

/**
 * Whether no other process of this machine was writing since `began`, when the policy was asked for: what it put, or took back, may not be
 * in what was read. What a killed run has left open is settled by `history`, which tells the rest then.
 */
export const isQuiet = (changes: readonly ChangeRecord[], began: Date): boolean => {
  const [last] = changes.filter(({ outcome }) => outcome !== "failed");
  if (!last || last.outcome === "pending" || last.outcome === "unknown") return false;
  return Date.parse(last.answered ?? last.at) < began.getTime();
};

/** `change 3f2a of 2026-11-24 14:02 UTC is no longer there: …`, with the command that tells who. */
export const goneWords = (
  { id, at }: ChangeRecord,
  subject: Pick<PolicySubject, "target" | "facts">,
): string =>
  `change ${id}${momentWords(at)} is no longer there: somebody else has put a policy without it since; ${commandFor(subject, "history", "--cloudtrail")} tells who`;

/** ` of 2026-11-24 14:02 UTC`; empty where the record has no moment. */
export const momentWords = (at: string): string => {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return "";
  return ` of ${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
};
