import type { Access } from "../access/types.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { Judges } from "./services.ts";
import type { Versions } from "./standing.ts";
import type { PolicySubject } from "./types.ts";

/**
 * Whether a policy that somebody else has written since still does what a change did, by meaning: nothing that it gave is gone, and nothing
 * that it took is back, as where they took somebody else out of the list that the change added to. False for a change of words alone.
 */
export const holdsChange = (
  current: PolicyDocument,
  { before, after }: Versions,
  judges: Pick<Judges, "compare">,
  { facts }: Pick<PolicySubject, "facts">,
): boolean => {
  const [was, left, stands] = [before, after, current].map(readPolicy);
  if (!was || !left || !stands) return false;
  const did = judges.compare(was, left, facts);
  const since = judges.compare(left, stands, facts);
  if (did.gained.length + did.lost.length === 0) return false;
  return !meets(did.gained, since.lost) && !meets(did.lost, since.gained);
};

/** Whether both have some access of the same principal to the same action. */
const meets = (some: readonly Access[], others: readonly Access[]): boolean =>
  some.some(({ principal, actions }) =>
    others.some(
      (other) => other.principal === principal && other.actions.some((one) => actions.includes(one)),
    ),
  );
