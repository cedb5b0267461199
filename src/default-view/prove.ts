import { matchesWildcards } from "../access/evaluator/wildcard.ts";
import { mayBeNewAction } from "../policy/kms-actions.ts";
import { adminBase } from "./rights.ts";
import { principalOfWord } from "../access/principal-word.ts";
import { compareAccess } from "../access/compare-access.ts";
import type { Access } from "../access/types.ts";
import { RefusedError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { firstChangedStatement } from "./changed-statement.ts";
import { placeOf } from "./place.ts";

/** The access change that a verb was asked for. */
export interface Intention {
  /** True where a change for this principal word of the access engine, under these conditions, is what was asked. */
  concerns(principal: string, when: Access["when"]): boolean;
  /** The only actions that may change hands; absent: any. */
  readonly actions?: ReadonlySet<string>;
  readonly gains: boolean;
  readonly losses: boolean;
}

/**
 * Holds an edit against the access engine: nothing may be gained or lost but what was asked. Throws RefusedError
 * (`edit-not-exact`), which names the place, who would be touched, and what to do by hand.
 */
export const proveOnlyIntended = (
  before: PolicyDocument,
  after: PolicyDocument,
  intention: Intention,
  facts: KeyFacts,
): void => {
  if (before === after) return;
  const { gained, lost } = compareAccess(readPolicy(before), readPolicy(after), facts);
  const stray =
    gained.find((access) => !isIntended(access, intention.gains, intention)) ??
    lost.find((access) => !isIntended(access, intention.losses, intention));
  if (!stray) return;
  const place = placeOf(before, firstChangedStatement(before, after));
  const verb = gained.includes(stray) ? "gain" : "lose";
  throw new RefusedError(
    "edit-not-exact",
    `through ${place} ${stray.principal} would ${verb} ${stray.actions.join(", ")}, which was not asked for`,
    { hint: sentence`make this change by hand: ${next("edit")}` },
  );
};

/** An undecided entry counts as both a gain and a loss (the contract), so either direction that was asked covers it. */
const isIntended = (access: Access, direction: boolean, intention: Intention): boolean =>
  (direction || (access.undecided !== undefined && (intention.gains || intention.losses))) &&
  intention.concerns(principalOfWord(access.principal), access.when) &&
  access.actions.every((action) => (intention.actions?.has(action) ?? true) || isOfConsole(action));

// A name that no table knows comes along where the console's own wildcards cover it: kms:Describe, say, with kms:Describe*.
const isOfConsole = (action: string): boolean =>
  mayBeNewAction(action) &&
  consoleWildcards.some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase()));
const consoleWildcards = [...adminBase, "kms:ReEncrypt*", "kms:GenerateDataKey*"];
