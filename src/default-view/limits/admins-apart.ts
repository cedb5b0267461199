import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { permissionSetWord } from "../../policy/permission-set.ts";
import { actionsIn, overlaps } from "../action-set.ts";
import { literalOperand, type Operand, parseOperand } from "../operand.ts";
import { deletionActions } from "../rights.ts";
import { limitedShares } from "./limited-shares.ts";

const deletion = new Set(deletionActions);

/** Who administers by a statement of its own, under conditions or as a permission set. */
export const adminsApart = (policy: Policy, facts: KeyFacts): readonly Operand[] =>
  policy.statements.flatMap((statement) => {
    const shares = limitedShares(statement, facts);
    if (shares?.may.includes("admin") !== true) return [];
    return shares.sets.length > 0
      ? shares.sets.map((set) => parseOperand(permissionSetWord(set, facts.account), facts))
      : statement.principals
          .filter(({ type, value }) => type === "AWS" && value !== "*")
          .map(({ value }) => literalOperand(value, facts));
  });

/** Their statements. */
export const statementsApart = (policy: Policy, facts: KeyFacts): readonly Statement[] =>
  policy.statements.filter((statement) => limitedShares(statement, facts)?.may.includes("admin") === true);

/** Those of them that give no deletion of the key. */
export const apartWithoutDeletion = (policy: Policy, facts: KeyFacts): readonly Statement[] =>
  statementsApart(policy, facts).filter((statement) => !overlaps(actionsIn(statement), deletion));
