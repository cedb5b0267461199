import { decideRequest } from "../access/evaluate.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest, Policy, Statement } from "../policy/model.ts";
import { actionsIn, type ActionSet } from "./action-set.ts";
import { isCallerTest, isForEveryone, isForOthers, isOpenCallerTest } from "./caller-condition.ts";
import { callerFor, type Operand } from "./operand.ts";
import { appliesToKey } from "./recognise.ts";

/** How a statement that names a principal nowhere lets it in all the same. */
export interface Standing {
  readonly statement: Statement;
  /** The tests that the principal meets; none where the statement is for everyone. */
  readonly by: readonly ConditionTest[];
  /** It may meet them: only AWS knows its organization or its tags. */
  readonly perhaps: boolean;
}

/**
 * The Allows for everyone, or for everyone but some, through which the principal has one of these actions: every test of
 * who calls is put to the plain evaluator, whatever else a condition asks for is taken as met. What a Deny takes from it
 * for sure is left out.
 */
export const standingAccess = (
  policy: Policy,
  operand: Operand,
  core: (statement: Statement) => ActionSet,
  facts: KeyFacts,
): readonly Standing[] =>
  policy.statements
    .filter((statement) => isWide(statement) && appliesToKey(statement, facts))
    .filter((statement) => {
      const wanted = core(statement);
      const actions = [...actionsIn(statement)].filter((action) => wanted.has(action));
      return actions.some((action) => letsIn(policy, statement, operand, action, facts));
    })
    .map((statement) => ({
      statement,
      by: statement.conditions.filter((test) => isCallerTest(test) || isOpenCallerTest(test)),
      perhaps: statement.conditions.some(isOpenCallerTest),
    }));

const isWide = (statement: Statement): boolean =>
  statement.effect === "Allow" && statement.inert === undefined && isForEveryone(statement);

const letsIn = (
  policy: Policy,
  statement: Statement,
  operand: Operand,
  action: string,
  facts: KeyFacts,
): boolean => {
  const { kind, arn, account } = operand;
  if (kind === "account" && statement.conditions.some((test) => isForOthers(test, account ?? arn)))
    return false;
  const denies = policy.statements.filter(({ effect, inert }) => effect === "Deny" && inert === undefined);
  const open = { ...statement, conditions: statement.conditions.filter(isCallerTest) };
  const question = { ...policy, statements: [open, ...denies] };
  const principal = kind === "account" ? (account ?? arn) : callerFor(operand);
  const { decision, undecided } = decideRequest(question, { principal, action, context: {} }, facts);
  return decision === "allowed" || decision === "needs-iam" || undecided !== undefined;
};

/** True where the statement gives what it gives to this principal by conditions on who calls, and asks for nothing else. */
export const givesByCaller = (statement: Statement, operand: Operand, facts: KeyFacts): boolean =>
  operand.kind !== "account" &&
  isWide(statement) &&
  statement.conditions.length > 0 &&
  statement.conditions.every(isCallerTest) &&
  appliesToKey(statement, facts) &&
  [...actionsIn(statement)].some((action) => {
    const policy = { version: "2012-10-17", id: undefined, statements: [statement] };
    const asked = { principal: callerFor(operand), action, context: {} };
    const { decision } = decideRequest(policy, asked, facts);
    return decision === "allowed" || decision === "needs-iam";
  });
