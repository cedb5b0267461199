import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { belongsToAny } from "./concerns.ts";
import type { Operand } from "./operand.ts";
import { proveOnlyIntended } from "./prove.ts";
import { remainingNotes } from "./remaining.ts";
import { refuseStanding } from "./standing-notes.ts";
import { takeFromConditions } from "./take-conditions.ts";
import { takeRights, type Taking } from "./take.ts";
import { unnamedNotes } from "./unnamed.ts";
import type { Edited } from "./verb.ts";

/** Takes a role's rights wherever the policy names the principals: in a Principal, and in the condition of an Allow. */
export const takeAll = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): PolicyDocument =>
  takeFromConditions(takeRights(document, operands, taking, facts), operands, taking, facts);

/**
 * Takes one role from the operands, proves that only they lose and only that, and says what access stays. Throws
 * RefusedError (`access-remains`) where the policy itself still gives it, by a condition that no edit takes back.
 */
export const takeRole = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): Edited => {
  const after = takeAll(document, operands, taking, facts);
  const concerns = belongsToAny(operands);
  proveOnlyIntended(
    document,
    after,
    { concerns, actions: taking.everything, gains: false, losses: true },
    facts,
  );
  refuseStanding(document, after, operands, taking, facts);
  const notes = [
    ...operands.flatMap((operand) => operand.notes),
    ...unnamedNotes(document, operands, facts, taking),
    ...remainingNotes(after, operands, taking, facts),
  ];
  return { document: after, notes, inherent: [] };
};
