import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { holdsChange } from "./holds-change.ts";
import type { Judges } from "./services.ts";
import { standingOf } from "./standing.ts";
import type { PolicySubject } from "./types.ts";

/** A change of this machine that stood, and that a policy which somebody else has put does without. */
export interface GoneChange {
  readonly change: ChangeRecord;
  /** The own change that was made of that policy already; undefined where it is the one that stands now. */
  readonly foundBy: ChangeRecord | undefined;
}

type Judging = Pick<Judges, "same" | "merge" | "compare">;

/**
 * The changes of a history (newest first, settled) that are gone, though no change of this history took them back, oldest first: by each
 * policy that somebody else put between two of them, or after the last (`current`). What somebody has brought back is not gone. It is not
 * said whether it was meant: KMS has no compare-and-swap, and a writer who looked before our put takes it away unseen. Pure; throws nothing.
 */
export const goneChanges = (
  changes: readonly ChangeRecord[],
  current: PolicyDocument,
  subject: Pick<PolicySubject, "facts">,
  judges: Judging,
): readonly GoneChange[] => {
  const read = (text: string) => documentOf(parsePolicyText(text, current.format, current.dialect));
  const puts = changes.filter(isPut).flatMap((change) => {
    const [before, after] = [read(change.before), read(change.after)];
    return before && after ? [{ change, before, after }] : [];
  });
  const stands = standsIn(subject, judges);
  const gone = new Map<Put, GoneChange>();
  const made: Put[] = [];
  for (const [index, put] of puts.reverse().entries()) {
    for (const earlier of gone.keys()) if (stands(earlier, put.after)) gone.delete(earlier);
    made.push(put);
    const next = puts[index + 1];
    const found = next?.before ?? current;
    if (judges.same(put.after, found)) continue;
    for (const one of made) {
      if (stands(one, found)) gone.delete(one);
      else if (!gone.has(one) && stands(one, put.after))
        gone.set(one, { change: one.change, foundBy: next?.change });
    }
  }
  return [...gone.values()];
};

/** Whether a text that somebody put does without a change; false where it is not known or does not parse. */
export const lacksChange = (
  text: string | undefined,
  change: ChangeRecord,
  subject: Pick<PolicySubject, "facts">,
  judges: Judging,
): boolean => {
  const [put, before, after] = [text, change.before, change.after].map(
    (one) => one && documentOf(parsePolicyText(one, "json")),
  );
  return !!put && !!before && !!after && !standsIn(subject, judges)({ change, before, after }, put);
};

interface Put {
  readonly change: ChangeRecord;
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
}

const isPut = ({ outcome }: ChangeRecord): boolean => outcome === "verified" || outcome === "written";

const standsIn =
  (subject: Pick<PolicySubject, "facts">, judges: Judging) =>
  (put: Put, policy: PolicyDocument): boolean => {
    const standing = standingOf(policy, put, judges, subject);
    return standing === "foreign" ? holdsChange(policy, put, judges, subject) : standing !== "old";
  };
