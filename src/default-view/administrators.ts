import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { actionsIn, expandActions, isSubset } from "./action-set.ts";
import { isForEveryone, isPositive } from "./caller-condition.ts";
import { heldBy, names } from "./holdings.ts";
import { literalOperand, type Operand } from "./operand.ts";
import { isOwnAccount, partOf } from "./recognise.ts";
import { adminBase, deletionActions } from "./rights.ts";

const base = expandActions(adminBase);

/**
 * Every principal that the policy names, once each, in the order of the text: under `AWS`, and in the conditions of an
 * Allow for everyone, which let in by `aws:PrincipalArn`. `*` and patterns are none.
 */
export const namedPrincipals = (policy: Policy, facts: KeyFacts): readonly Operand[] => {
  const values = policy.statements.flatMap((statement) => [
    ...statement.principals
      .filter(({ type, value }) => type === "AWS" && value !== "*")
      .map(({ value }) => value),
    ...namedInConditions(statement),
  ]);
  return [...new Set(values)].map((value) => literalOperand(value, facts));
};

const namedInConditions = (statement: Statement): readonly string[] =>
  statement.effect === "Allow" && isForEveryone(statement)
    ? statement.conditions
        .filter((test) => isPositive(test) && test.key.toLowerCase() === "aws:principalarn")
        .flatMap(({ values }) => values)
        .filter((value) => /^(user|role)$/.test(parsePrincipal("AWS", value).kind))
    : [];

/**
 * The administrators: who stands in an administrators statement, and who has all of its base rights by name through
 * whatever statements. The key's own account, which hands its rights on to IAM, is none.
 */
export const administrators = (policy: Policy, facts: KeyFacts): readonly Operand[] =>
  namedPrincipals(policy, facts).filter(
    (operand) => !isOwnAccount("AWS", operand.arn, facts) && isAdministrator(policy, operand, facts),
  );

/** True where the principal stands in an administrators statement, or has all of its base rights through whatever statements. */
export const isAdministrator = (policy: Policy, operand: Operand, facts: KeyFacts): boolean =>
  policy.statements.some((statement) => partOf(statement, facts) === "admin" && names(statement, operand)) ||
  isSubset(base, heldBy(policy, operand, facts));

/** True where the principal may schedule and cancel the deletion of the key, by name and without condition. */
export const mayDelete = (policy: Policy, operand: Operand, facts: KeyFacts): boolean => {
  const held = heldBy(policy, operand, facts);
  return deletionActions.every((action) => held.has(action));
};

/** The administrators statements that lack the two deletion actions. */
export const withoutDeletion = (policy: Policy, facts: KeyFacts) =>
  policy.statements.filter(
    (statement) =>
      partOf(statement, facts) === "admin" &&
      !deletionActions.every((action) => actionsIn(statement).has(action)),
  );
