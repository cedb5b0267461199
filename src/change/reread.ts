import type { Access } from "../access/types.ts";
import { ConflictError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { keptName } from "./kept-edit.ts";
import type { Road } from "./services.ts";
import type { EditResult, Proposal, Snapshot } from "./types.ts";

/** Nobody wrote meanwhile, or somebody did and the two changes went together: then that is to be looked at again. */
export type Reread =
  | { readonly changed: false }
  | { readonly changed: true; readonly snapshot: Snapshot; readonly made: EditResult };

/**
 * Reads the policy again just before it is written (KMS has no compare-and-swap). What somebody else wrote meanwhile
 * is merged with this change, statement by statement. Throws ConflictError (`policy-conflict`) where both touch the
 * same thing; their version is then kept in a file (this change's own text is kept as for every failure).
 */
export const reread = async (
  { subject, services }: Road,
  proposal: Proposal,
  made: EditResult,
): Promise<Reread> => {
  const current = await subject.read();
  const base = proposal.snapshot.document;
  if (services.judges.same(base, current)) return { changed: false };
  const merge = services.judges.merge(base, proposal.after, current);
  if ("conflicts" in merge) {
    const places = merge.conflicts.map(({ label }) => label).join(", ");
    throw new ConflictError(
      "policy-conflict",
      `somebody else changed the policy of ${subject.label} meanwhile, and both changes touch ${places}`,
      {
        hint: `theirs is in ${await services.history.keep(current.text, keptName(subject, "theirs", current.format))}`,
      },
    );
  }
  const together = moreThanMeant(services, subject, [base, proposal.after], [current, merge.merged]);
  const said = new Set([mergedNote, togetherNote]);
  const notes = [
    ...(made.notes ?? []).filter((note) => !said.has(note)),
    mergedNote,
    ...(together ? [togetherNote] : []),
  ];
  const snapshot = { subject, document: current };
  return { changed: true, snapshot, made: { ...made, text: merge.merged.text, notes } };
};

const mergedNote = "somebody else changed the policy meanwhile; both changes are merged";
const togetherNote =
  "on top of the other change, yours gives access that it did not give alone: look at what is gained";

type Step = readonly [before: PolicyDocument, after: PolicyDocument];

// A merge is of texts. By meaning it may do more than the change did by itself, as where the others took a Deny away.
const moreThanMeant = (
  { judges }: Road["services"],
  { facts }: Road["subject"],
  alone: Step,
  together: Step,
): boolean => {
  const gainedBy = ([before, after]: Step) =>
    judges.compare(readPolicy(before), readPolicy(after), facts).gained.map(accessKey);
  const meant = new Set(gainedBy(alone));
  return gainedBy(together).some((entry) => !meant.has(entry));
};

const accessKey = ({ principal, via, actions, when }: Access): string =>
  JSON.stringify([principal, via, actions, when]);
