import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { conflictWith, mergedNote } from "./reread.ts";
import type { Road } from "./services.ts";
import type { EditResult, Snapshot } from "./types.ts";

/**
 * A text that was begun when the policy was `base`, and is gone on with, or edited again: what others changed since is merged with it, as
 * what they change while an editor is open. Where both touch the same thing, or the base cannot be read, whoever is asked before it is
 * written is told that the text takes that back; throws ConflictError (`policy-conflict`) where nobody is.
 */
export const rebased = async (
  road: Pick<Road, "subject" | "options" | "services">,
  base: PolicyDocument | string,
  { document: current }: Snapshot,
  document: PolicyDocument,
): Promise<EditResult> => {
  const { subject, services } = road;
  const { judges } = services;
  const alone = { text: document.text, document };
  const begun = typeof base === "string" ? documentOf(parsePolicyText(base, current.format)) : base;
  if (begun === current || (begun && judges.same(begun, current))) return alone;
  const merge = begun && judges.merge(begun, document, current);
  const conflicts = merge && "conflicts" in merge ? merge.conflicts : [];
  if (begun && merge && "merged" in merge)
    return {
      ...{ text: merge.merged.text, document: merge.merged, notes: [mergedNote] },
      meanwhile: judges.compare(readPolicy(begun), readPolicy(current), subject.facts),
    };
  if (!isLookedAt(road)) throw await conflictWith(road, current, conflicts);
  return {
    ...alone,
    notes: ["somebody else changed the policy since this text was begun, and the text takes that back"],
  };
};

/** Somebody answers a question before it is written, or nothing is written at all. */
const isLookedAt = ({ options, services }: Pick<Road, "options" | "services">): boolean =>
  options.dryRun || (services.interactive && !options.yes);
