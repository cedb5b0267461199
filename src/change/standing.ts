import type { PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
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
 * A Sid alone is a change too, so the old text is recognised before access is compared.
 */
export const standingOf = (
  current: PolicyDocument,
  { before, after }: Versions,
  judges: Judges,
  { facts }: PolicySubject,
): "new" | "old" | "built-on" | "foreign" => {
  if (judges.same(current, after)) return "new";
  if (judges.same(current, before)) return "old";
  if (judges.compare(readPolicy(after), readPolicy(current), facts).equivalent) return "new";
  const merge = judges.merge(before, after, current);
  return "merged" in merge && judges.same(merge.merged, current) ? "built-on" : "foreign";
};
