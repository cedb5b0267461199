import { removeStatementAt } from "../../fixes.ts";
import { compareAccess } from "../../../access/compare-access.ts";
import { maximumPolicyBytes } from "../../../policy/limits.ts";
import type { Policy, Statement } from "../../../policy/model.ts";
import { consoleSids } from "../../console-sids.ts";
import { normalPrincipal } from "../../normal-principal.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

/** A statement without which everybody has the access that they have with it, future actions included. */
export const redundantStatement = documentRule((context): Draft[] => {
  // The engine is for policies that KMS would take; of two equal statements the later one goes.
  if (context.document.text.length > maximumPolicyBytes) return [];
  let left = context.policy;
  return [...context.statements].reverse().flatMap((statement): Draft[] => {
    if (!mayBeCovered(statement, context, left)) return [];
    const without = omit(left, statement.index);
    const change = compareAccess(left, without, context.facts);
    if (!change.equivalent || change.futureActions) return [];
    left = without;
    const message = "other statements already say all that this one says";
    return [{ at: statement, message, hint: "remove it", fix: removeStatementAt(statement.index) }];
  });
});

const omit = (policy: Policy, index: number): Policy => ({
  ...policy,
  statements: policy.statements.filter((statement) => statement.index !== index),
});

/** A cheap look, so that the engine is asked only where it matters: others name the same principals, actions and no more keys. */
const mayBeCovered = (statement: StatementView, { statements }: CheckContext, left: Policy): boolean => {
  const { effect, model, names, principals } = statement;
  if (model.inert !== undefined || model.notPrincipal || names.size === 0) return false;
  // The console shows its default view only where its own statements are whole, overlapping or not.
  if (consoleSids.has(statement.sid ?? "") && !hasTwin(statement, left)) return false;
  const others = statements.filter(
    (other) =>
      other !== statement &&
      other.effect === effect &&
      left.statements.includes(other.model) &&
      asksNoMore(other, statement),
  );
  return principals.every((entry) => {
    const name = normalPrincipal(entry);
    const speaking = others.filter((other) => speaksTo(other, name));
    return [...names].every((action) => speaking.some((other) => other.names.has(action)));
  });
};

/** Whether another statement says the same in the same words, the Sid aside. */
const hasTwin = ({ model }: StatementView, left: Policy): boolean =>
  left.statements.some((other) => other !== model && wordsOf(other) === wordsOf(model));

const wordsOf = (statement: Statement): string => JSON.stringify({ ...statement, index: 0, sid: "" });

const asksNoMore = (other: StatementView, { tests }: StatementView): boolean =>
  other.tests.every(({ folded }) => tests.some((test) => test.folded === folded));

const speaksTo = ({ principals, model }: StatementView, name: string): boolean =>
  !model.notPrincipal &&
  principals.some((entry) => entry.principal.kind === "everyone" || normalPrincipal(entry) === name);
