import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { mergedNote } from "./reread.ts";
import type { Road } from "./services.ts";
import type { EditResult, Snapshot } from "./types.ts";

/**
 * A text that was begun when the policy was `base`, and is gone on with, or edited again: what others changed since is merged with it, as what they
 * change while an editor is open. Where both touch the same thing, or the base cannot be read, the text is taken as it is, which is said.
 */
export const rebased = (
  { subject, services: { judges } }: Pick<Road, "subject" | "services">,
  base: PolicyDocument | string,
  { document: current }: Snapshot,
  document: PolicyDocument,
): EditResult => {
  const alone = { text: document.text, document };
  const begun = typeof base === "string" ? documentOf(parsePolicyText(base, current.format)) : base;
  if (begun === current || (begun && judges.same(begun, current))) return alone;
  const merge = begun && judges.merge(begun, document, current);
  if (!begun || !merge || "conflicts" in merge)
    return {
      ...alone,
      notes: ["somebody else changed the policy since this text was begun, and the text takes that back"],
    };
  return {
    ...{ text: merge.merged.text, document: merge.merged, notes: [mergedNote] },
    meanwhile: judges.compare(readPolicy(begun), readPolicy(current), subject.facts),
  };
};
