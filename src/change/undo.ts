import { ConflictError, RefusedError, UsageError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { commandFor } from "./command-target.ts";
import { asShownNow } from "./deleted-since.ts";
import { parsePolicy } from "./parse-new-text.ts";
import type { Judges } from "./services.ts";
import type { Edit, EditResult, PolicySubject, Snapshot } from "./types.ts";

/**
 * The edit that puts back what the last change replaced; with `to` what that change left. `changes` are newest first
 * and settled. What somebody else has written since stays: it is merged in. An undo is a change like any other, so
 * undoing it redoes. What `check` finds in the state that it brings back is shown, and does not refuse it. Throws RefusedError (`nothing-to-undo`); when made, ConflictError (`policy-conflict`).
 */
export const undoEdit = (
  changes: readonly ChangeRecord[],
  subject: PolicySubject,
  judges: Pick<Judges, "same" | "merge">,
  to?: ChangeRecord,
): Edit => {
  const last = changes.find(({ outcome }) => outcome !== "failed");
  if (!last) {
    throw new RefusedError("nothing-to-undo", `the history has no change of ${subject.label} to undo`, {
      hint:
        subject.target.kind === "file"
          ? "only what kmspol changed in a file on this machine can be undone"
          : `${commandFor(subject, "history", "--cloudtrail")} lists what others changed`,
    });
  }
  const goal = to ? to.after : last.before;
  return { repeatable: false, make: (snapshot) => putBack(snapshot, last, goal, judges) };
};

const putBack = (
  { document, subject }: Snapshot,
  last: ChangeRecord,
  goal: string,
  judges: Pick<Judges, "same" | "merge">,
): EditResult => {
  const texts = [earlier(last.after, document), earlier(goal, document)] as const;
  const [left = texts[0], wanted = texts[1]] = asShownNow(texts, document);
  if (judges.same(document, left)) return { text: wanted.text, document: wanted, restores: true };
  const merge = judges.merge(left, wanted, document);
  if ("conflicts" in merge) {
    const places = merge.conflicts.map(({ label }) => label).join(", ");
    throw new ConflictError(
      "policy-conflict",
      `the policy of ${subject.label} was changed since change ${last.id}, and undoing touches the same: ${places}`,
      { hint: "look at both with kmspol diff, or change the policy by hand with kmspol edit" },
    );
  }
  return {
    text: merge.merged.text,
    document: merge.merged,
    restores: true,
    notes: [`what was changed since change ${last.id} stays; the undo is merged with it`],
  };
};

/** A text of the history in the format of the policy that stands now. */
const earlier = (text: string, { format, dialect }: PolicyDocument): PolicyDocument => {
  try {
    return parsePolicy(text, format, dialect);
  } catch (error) {
    throw new UsageError("history-unreadable", `the history holds a policy that is no ${format} text`, {
      cause: error,
    });
  }
};
