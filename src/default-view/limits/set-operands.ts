import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Operand } from "../operand.ts";

/** The permission sets among operands, who get statements of their own whatever is asked, and the others. */
export const partedBySet = (
  operands: readonly Operand[],
): readonly [sets: readonly Operand[], others: readonly Operand[]] => [
  operands.filter(({ kind }) => kind === "sso"),
  operands.filter(({ kind }) => kind !== "sso"),
];

/**
 * An account's principal hands over to IAM: in the key's account, too, the permission set's own policies must allow the key (IAM
 * Identity Center User Guide, "Referencing permission sets in resource policies").
 */
export const setNotes = (operands: readonly Operand[], { account }: KeyFacts): readonly string[] =>
  operands
    .filter((operand) => operand.kind === "sso" && operand.account === account)
    .map(({ text }) => `${text} uses this as far as the permission set's own policies allow the key, too.`);
