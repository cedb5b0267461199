import { opensToAnyone } from "./openings.ts";
import type { Proposal } from "./types.ts";

/**
 * Whether a change gives strangers access, and nobody has accepted that by its code yet. A yes to that is worth more than
 * the key that confirms everything else.
 */
export const opensKey = ({ refusals, findings, access }: Proposal): boolean => {
  if (refusals.some(({ code, acceptable }) => acceptable && opensToAnyone.has(code))) return true;
  const accepted = findings.some(({ code, introduced }) => introduced === true && opensToAnyone.has(code));
  const isPublic = access.gained.some(
    ({ principal, when }) => principal === "anyone" && when.some((all) => all.length === 0),
  );
  return isPublic && !accepted;
};
