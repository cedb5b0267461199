import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest } from "../../policy/model.ts";
import type { Operand } from "../operand.ts";
import { takeRole } from "../take-role.ts";
import type { Taking } from "../take.ts";
import type { Edited } from "../verb.ts";
import { noneUnder } from "./limit-notes.ts";
import { underJust } from "./take-own.ts";

/**
 * Takes rights from the operands; with `limits` from the statements alone that are under just these conditions, and says where there
 * is none. Throws as takeRole does.
 */
export const takeShare = (
  document: PolicyDocument,
  operands: readonly Operand[],
  rights: Taking,
  limits: readonly ConditionTest[],
  facts: KeyFacts,
): Edited => {
  if (limits.length === 0) return takeRole(document, operands, rights, facts);
  const result = takeRole(document, operands, underJust(rights, limits), facts);
  return { ...result, notes: [...noneUnder(document, limits), ...result.notes] };
};
