import type { PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { asShownNow } from "./deleted-since.ts";
import type { Judges } from "./services.ts";
import type { PolicySubject } from "./types.ts";

/** The two texts of a change. */
export interface Versions {
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
}

/**
 * What the policy that stands now has to do with a change: it is the `new` one, still the `old` one, the new one with
 * what somebody else has changed since (`built-on`), or something that does not contain the change (`foreign`).
 * A Sid alone is a change too, so the old text is recognised before access is compared. Who was deleted since stands there by an id:
 * that is nobody's change.
 */
export const standingOf = (
  current: PolicyDocument,
  versions: Versions,
  judges: Pick<Judges, "same" | "merge" | "compare">,
  { facts }: Pick<PolicySubject, "facts">,
): "new" | "old" | "built-on" | "foreign" => {
  const [before = versions.before, after = versions.after] = asShownNow(
    [versions.before, versions.after],
    current,
  );
  if (judges.same(current, after)) return "new";
  if (judges.same(current, before)) return "old";
  if (judges.compare(readPolicy(after), readPolicy(current), facts).equivalent) return "new";
  const merge = judges.merge(before, after, current);
  return "merged" in merge && judges.same(merge.merged, current) ? "built-on" : "foreign";
};
