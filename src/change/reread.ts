import type { Access } from "../access/types.ts";
import { ConflictError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { MergeConflict } from "../policy/merge/merge-conflict.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { readSteady } from "./steady-read.ts";
import { comparedOf, keptName } from "./kept-edit.ts";
import type { Road } from "./services.ts";
import type { Made, Proposal, Snapshot } from "./types.ts";

/** Nobody wrote meanwhile, or somebody did and the two changes went together: then that is to be looked at again. */
export type Reread =
  { readonly changed: false } | { readonly changed: true; readonly snapshot: Snapshot; readonly made: Made };

/**
 * Reads the policy again just before it is written (KMS has no compare-and-swap). What somebody else wrote meanwhile
 * is merged with this change, statement by statement. Throws ConflictError (`policy-conflict`) where both touch the
 * same thing; their version is then kept in a file (this change's own text is kept as for every failure).
 */
export const reread = async (road: Road, proposal: Proposal, made: Made): Promise<Reread> => {
  const { subject, services } = road;
  const base = proposal.snapshot.document;
  const current = await readSteady(road, base);
  if (services.judges.same(base, current)) return { changed: false };
  const merge = services.judges.merge(base, proposal.after, current);
  if ("conflicts" in merge) throw await conflictWith(road, current, merge.conflicts);
  const surprises = beyondMeaning(services, subject, [base, proposal.after], [current, merge.merged]);
  const notes = [...(made.notes ?? []).filter((note) => !mergeNotes.has(note)), mergedNote, ...surprises];
  const snapshot = { subject, document: current };
  const meanwhile = services.judges.compare(readPolicy(base), readPolicy(current), subject.facts);
  return {
    changed: true,
    snapshot,
    made: { ...made, text: merge.merged.text, document: merge.merged, notes, meanwhile },
  };
};

/**
 * That somebody else's change, which `current` has, cannot go together with this one; their version is kept in a file. `conflicts`: where both
 * touch the same thing, where that is known.
 */
export const conflictWith = async (
  { subject, services: { history } }: Pick<Road, "subject" | "services">,
  current: PolicyDocument,
  conflicts: readonly MergeConflict[],
): Promise<ConflictError> => {
  const places = conflicts.map(({ label }) => label).join(", ");
  const touched = places === "" ? "this change would take that back" : `both changes touch ${places}`;
  const theirs = await history.keep(
    current.text,
    keptName(subject, "theirs", current.format),
    comparedOf(subject),
  );
  const message = `somebody else changed the policy of ${subject.label} meanwhile, and ${touched}`;
  return new ConflictError("policy-conflict", message, { hint: `theirs is in ${theirs}` });
};

/** What is said of a merge; a review says it first, with what the other change did. */
export const mergedNote = "somebody else changed the policy meanwhile; both changes are merged";
const gainNote =
  "on top of the other change, yours gives access that it did not give alone: look at what is gained";
const lossNote =
  "on top of the other change, yours takes away access that it did not take away alone: look at what is lost";
const mergeNotes: ReadonlySet<string> = new Set([mergedNote, gainNote, lossNote]);

type Step = readonly [before: PolicyDocument, after: PolicyDocument];

// A merge is of texts. By meaning it may do more than the change did by itself, as where the others took a Deny away.
const beyondMeaning = (
  { judges }: Road["services"],
  { facts }: Road["subject"],
  alone: Step,
  together: Step,
): readonly string[] => {
  const [meant, done] = [alone, together].map(([before, after]) =>
    judges.compare(readPolicy(before), readPolicy(after), facts),
  );
  return [
    ...(isWithin(done?.gained ?? [], meant?.gained ?? []) ? [] : [gainNote]),
    ...(isWithin(done?.lost ?? [], meant?.lost ?? []) ? [] : [lossNote]),
  ];
};

// Part of what was meant is no surprise: the others may have given or taken some of it already.
const isWithin = (done: readonly Access[], meant: readonly Access[]): boolean =>
  done.every(({ principal, via, actions, when }) => {
    const same = meant.filter(
      (entry) => entry.principal === principal && entry.via === via && covers(entry.when, when),
    );
    return actions.every((action) => same.some((entry) => entry.actions.includes(action)));
  });

const covers = (wide: Access["when"], narrow: Access["when"]): boolean =>
  wide.some((conditions) => conditions.length === 0) || JSON.stringify(wide) === JSON.stringify(narrow);
