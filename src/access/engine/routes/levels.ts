import type { BoundPolicy, Organization } from "../../../world/types.ts";

/**
 * The policies that an organization puts over an account, one list a level, the root first; none for its management account, which
 * nothing binds. What is not known of an organization as a whole is told elsewhere, not guessed here.
 */
export const levelsOf = (
  organization: Organization | undefined,
  of: "scp" | "rcp",
  account: string,
): readonly (readonly BoundPolicy[])[] => {
  if (!organization || organization.management === account || !organization.enabled[of]) return [];
  const levels = organization.levelsOf(account);
  if (levels === undefined) return [];
  if (!("unknown" in levels)) return levels.map((level) => level[of]);
  // A level that is missing may say anything.
  return levels.partly ? [[{ name: "the organization", content: { unknown: levels.unknown } }]] : [];
};
