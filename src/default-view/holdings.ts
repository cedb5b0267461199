import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { actionsIn, isSubset, type ActionSet } from "./action-set.ts";
import type { Operand } from "./operand.ts";
import { givesByCaller } from "./standing-access.ts";
import { isCertain, partOf } from "./recognise.ts";
import type { Part } from "./rights.ts";

/** True where the entry names just this principal: the same ARN, or any spelling of the same account. */
export const isEntryFor = ({ type, value }: PrincipalEntry, operand: Operand): boolean => {
  if (type !== "AWS") return false;
  if (value === operand.arn) return true;
  if (operand.kind !== "account") return false;
  const principal = parsePrincipal(type, value);
  return principal.kind === "account" && principal.account === operand.account;
};

/** True where the statement's Principal names the operand itself (not everyone, not its account). */
export const names = ({ principals, notPrincipal }: Statement, operand: Operand): boolean =>
  !notPrincipal && principals.some((entry) => isEntryFor(entry, operand));

/**
 * What the policy gives this principal for sure, all its statements together: by name and without condition, or to
 * everyone under a condition on who calls that holds for it. Deny is left aside.
 */
export const heldBy = (policy: Policy, operand: Operand, facts: KeyFacts): ActionSet =>
  new Set(
    policy.statements
      .filter(
        (statement) =>
          (isCertain(statement, facts) && names(statement, operand)) ||
          givesByCaller(statement, operand, facts),
      )
      .flatMap((statement) => [...actionsIn(statement)]),
  );

/** True where the principal has all of these rights already, or stands in a statement that is exactly that part. */
export const holdsPart = (
  policy: Policy,
  part: Part,
  rights: ActionSet,
  operand: Operand,
  facts: KeyFacts,
): boolean =>
  policy.statements.some((statement) => names(statement, operand) && partOf(statement, facts) === part) ||
  isSubset(rights, heldBy(policy, operand, facts));
