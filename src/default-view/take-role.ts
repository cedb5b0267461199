import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { speaksOfAny } from "./concerns.ts";
import type { Operand } from "./operand.ts";
import { proveOnlyIntended } from "./prove.ts";
import { remainingNotes } from "./remaining.ts";
import { takeRights, type Taking } from "./take.ts";
import { unnamedNotes } from "./unnamed.ts";
import type { VerbResult } from "./verb.ts";

/** Takes one role from the operands, proves that only they lose and only that, and says what access stays. */
export const takeRole = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): VerbResult => {
  const after = takeRights(document, operands, taking, facts);
  const concerns = speaksOfAny(operands);
  proveOnlyIntended(
    document,
    after,
    { concerns, actions: taking.everything, gains: false, losses: true },
    facts,
  );
  const notes = [
    ...operands.flatMap((operand) => operand.notes),
    ...unnamedNotes(document, operands, facts),
    ...remainingNotes(after, operands, taking, facts),
  ];
  return { document: after, notes, inherent: [] };
};
