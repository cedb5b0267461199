import { type Ban, bannedAccess } from "../access/banned-access.ts";
import type { Access, AccessChange } from "../access/types.ts";
import { forbiddenWords } from "../check/rules/exposure/forbidden.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";

/**
 * The words of each access that the configuration forbids and that a change brings: that was not given before, or only under another
 * condition. A change that gives nobody anything brings none. Pure; throws nothing.
 */
export const newlyForbidden = (
  bans: readonly Ban[],
  [before, after]: readonly [before: Policy, after: Policy],
  { gained, future }: AccessChange,
  facts: KeyFacts,
): ReadonlySet<string> => {
  if (gained.length === 0 && (future?.gained.length ?? 0) === 0) return new Set();
  return new Set(
    bans.flatMap((ban) => {
      const had = bannedAccess(ban, before, facts);
      return bannedAccess(ban, after, facts)
        .filter((entry) => !entry.actions.every((action) => had.some((old) => isAsWide(old, entry, action))))
        .map((entry) => forbiddenWords(entry, ban.reason));
    }),
  );
};

/** Whether the old access gave the new one's principal this action already, at least as freely. */
const isAsWide = (old: Access, entry: Access, action: string): boolean =>
  old.principal === entry.principal &&
  old.actions.includes(action) &&
  (old.via === entry.via || old.via === "key-policy") &&
  (old.undecided === undefined || old.undecided === entry.undecided) &&
  (old.when.some((all) => all.length === 0) || JSON.stringify(old.when) === JSON.stringify(entry.when));
