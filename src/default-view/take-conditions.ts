import { RefusedError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { removeFromList } from "../policy/edit-lists.ts";
import { insertStatement } from "../policy/edit-statements.ts";
import type { JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { pathOfStatement } from "../policy/text/node-at.ts";
import { actionsIn, isSubset, overlaps } from "./action-set.ts";
import { isForEveryone, valuesFor } from "./caller-condition.ts";
import { conditionOf as writtenCondition } from "./condition-tests.ts";
import { names } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import { placeOf } from "./place.ts";
import { appliesToKey } from "./recognise.ts";
import { givesMore, leavingActions, type Taking } from "./take.ts";
import { copyWithout, dropStatement } from "./take-edits.ts";

/** A test with the values in it that stand for the principals. */
export interface NamedIn {
  readonly test: ConditionTest;
  readonly values: readonly string[];
}

/**
 * Takes a role's rights from principals whom a condition lets in by name (`aws:PrincipalArn`, `kms:CallerAccount`…): the
 * values leave the condition, the statement goes where one of its tests would be left without a value. Throws RefusedError
 * as takeRights does, and `condition-not-editable` where the value is no string.
 */
export const takeFromConditions = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): PolicyDocument => {
  for (const statement of readPolicy(document).statements) {
    const found = namedBy(statement, operands, taking, facts);
    if (found.length === 0) continue;
    const after = takeNamed(document, statement, found, taking);
    if (after === document) throw notEditable(document, statement);
    return takeFromConditions(after, operands, taking, facts);
  }
  return document;
};

/** The tests of an Allow that let the principals in by name; none where its Principal does not reach them by itself. */
export const namedBy = (
  statement: Statement,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): readonly NamedIn[] => {
  const { effect, inert, conditions } = statement;
  if (effect !== "Allow" || inert !== undefined || conditions.length === 0) return [];
  if (!appliesToKey(statement, facts) || !overlaps(actionsIn(statement), taking.core(statement))) return [];
  const reached = operands.filter((operand) => reaches(statement, operand, taking));
  return conditions.flatMap((test) => {
    const values = reached.flatMap((operand) => valuesFor(test, operand, taking.sources));
    return values.length === 0 ? [] : [{ test, values: [...new Set(values)] }];
  });
};

const reaches = (statement: Statement, operand: Operand, { sources = false }: Taking): boolean =>
  isForEveryone(statement) ||
  names(statement, operand) ||
  statement.principals.some(({ type, value }) => {
    const principal = parsePrincipal(type, value);
    if (type === "Service") return sources;
    return principal.kind === "account" && principal.account === operand.account;
  });

const takeNamed = (
  document: PolicyDocument,
  statement: Statement,
  found: readonly NamedIn[],
  taking: Taking,
): PolicyDocument => {
  const alone = found.some(({ test, values }) => test.values.every((value) => values.includes(value)));
  if (isSubset(actionsIn(statement), taking.all(statement))) {
    return alone ? dropStatement(document, statement.index) : withoutValues(document, statement, found);
  }
  const { leaving, mixed } = leavingActions(statement, taking);
  if (statement.notAction || mixed !== undefined) {
    throw moreThanRole(document, statement, found[0]?.values[0] ?? "", mixed, taking);
  }
  if (!alone) {
    const copy = copyWithout(document, statement, leaving, { Condition: conditionOf(statement, found) });
    return insertStatement(withoutValues(document, statement, found), statement.index + 1, copy);
  }
  const path = [...pathOfStatement(document, statement.index), "Action"];
  return leaving.reduce((edited, action) => removeFromList(edited, path, action), document);
};

/** The statement's condition for those alone who are let in by these values. */
const conditionOf = ({ conditions }: Statement, found: readonly NamedIn[]): JsonObject =>
  writtenCondition(
    conditions
      .map((test) => found.find((named) => named.test === test) ?? { test, values: test.values })
      .map(({ test, values }) => ({ ...test, values })),
  );

const withoutValues = (
  document: PolicyDocument,
  { index }: Statement,
  found: readonly NamedIn[],
): PolicyDocument =>
  found.reduce(
    (edited, { test, values }) =>
      values.reduce((inner, value) => {
        const path = [...pathOfStatement(inner, index), "Condition", test.operator, test.key];
        return removeFromList(inner, path, value);
      }, edited),
    document,
  );

const moreThanRole = (...about: Parameters<typeof givesMore>): RefusedError => {
  const [, , principal] = about;
  const { code, message } = givesMore(...about);
  return new RefusedError(code, message, {
    hint: sentence`take ${principal} out of the condition there, or split the statement, by hand: ${next("edit")}`,
  });
};

const notEditable = (document: PolicyDocument, { index }: Statement): RefusedError =>
  new RefusedError(
    "condition-not-editable",
    `the condition of ${placeOf(document, index)} holds no strings`,
    {
      hint: sentence`write its values as strings: ${next("edit")}`,
    },
  );
