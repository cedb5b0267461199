import type { PolicyDocument } from "../../policy/document.ts";
import { insertStatement } from "../../policy/edit-statements.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { actionsIn, expandActions, isSame, isSubset } from "../action-set.ts";
import { areAmong, conditionOf, haveSameTests } from "../condition-tests.ts";
import { freeSid } from "../console-statement.ts";
import { joinStatement } from "../give.ts";
import { heldBy, names } from "../holdings.ts";
import { type Operand, principalFor } from "../operand.ts";
import { callerTests, isForSet, isSetTest, setTitle } from "./permission-sets.ts";
import { appliesToKey } from "../recognise.ts";
import { consoleSids } from "../rights.ts";
import type { OwnStatement } from "./share.ts";

/**
 * Gives a principal what the statement says: it joins one that says exactly that and is none of the console's, else gets a
 * statement of its own at the end. Who has it already, under these conditions or fewer, changes nothing.
 */
export const giveOwn = (
  document: PolicyDocument,
  wanted: OwnStatement,
  operand: Operand,
  facts: KeyFacts,
): PolicyDocument => {
  const policy = readPolicy(document);
  if (holdsUnder(policy, wanted, operand, facts)) return document;
  const tests = [...wanted.tests, ...callerTests(operand)];
  const home =
    operand.kind === "sso"
      ? undefined
      : policy.statements.find((statement) => isHome(statement, wanted, facts));
  return home
    ? joinStatement(document, home, operand)
    : insertStatement(document, document.statements.length, {
        Sid: freeSid(document, `${wanted.title}${setTitle(operand)}`),
        Effect: "Allow",
        Principal: { AWS: principalFor(operand) },
        Action: wanted.actions,
        Resource: "*",
        ...(tests.length > 0 ? { Condition: conditionOf(tests) } : {}),
      });
};

/**
 * True where the policy gives the principal all of this already: for sure, or by statements that name it and ask for nothing
 * beyond these conditions.
 */
export const holdsUnder = (
  policy: Policy,
  { actions, tests }: Pick<OwnStatement, "actions" | "tests">,
  operand: Operand,
  facts: KeyFacts,
): boolean => {
  const held = policy.statements
    .filter((statement) => isLiveAllow(statement, facts))
    .filter((statement) =>
      operand.kind === "sso" ? isForSet(statement, operand) : names(statement, operand),
    )
    .filter(({ conditions }) =>
      areAmong(
        conditions.filter((test) => !isSetTest(test)),
        tests,
      ),
    )
    .flatMap((statement) => [...actionsIn(statement)]);
  return isSubset(expandActions(actions), new Set([...heldBy(policy, operand, facts), ...held]));
};

const isLiveAllow = (statement: Statement, facts: KeyFacts): boolean =>
  statement.effect === "Allow" && statement.inert === undefined && appliesToKey(statement, facts);

/** The console's own statements are for whole roles: who joined one of two alike would spoil its default view. */
const isHome = (statement: Statement, { actions, tests }: OwnStatement, facts: KeyFacts): boolean =>
  isLiveAllow(statement, facts) &&
  !statement.notAction &&
  !statement.notResource &&
  !Object.values(consoleSids).includes(statement.sid ?? "") &&
  isSame(actionsIn(statement), expandActions(actions)) &&
  haveSameTests(statement.conditions, tests) &&
  statement.principals.some(({ type }) => type === "AWS") &&
  statement.principals.every(({ type, value }) => type !== "AWS" || value !== "*");
