import { removeStatementAt } from "../../fixes.ts";
import { compareAccess } from "../../../access/compare-access.ts";
import type { Statement } from "../../../policy/model.ts";
import { consoleSids } from "../../console-sids.ts";
import { mayAskEngine } from "../../effort.ts";
import { normalPrincipal } from "../../normal-principal.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

/** A statement without which everybody has the access that they have with it, future actions included. */
export const redundantStatement = documentRule((context): Draft[] => {
  const { statements } = context;
  // Of two equal statements the later one goes.
  let left = statements;
  return [...statements].reverse().flatMap((statement): Draft[] => {
    const others = left.filter((other) => other !== statement && mayCover(other, statement));
    if (!isRedundant(statement, others, context)) return [];
    left = left.filter((other) => other !== statement);
    const message = "other statements already say all that this one says";
    return [{ at: statement, message, hint: "remove it", fix: removeStatementAt(statement.index) }];
  });
});

/** Whether the others, which have the same effect, say all that the statement says: then so does any policy with them. */
const isRedundant = (
  statement: StatementView,
  others: readonly StatementView[],
  context: CheckContext,
): boolean => {
  if (statement.model.inert !== undefined) return false;
  if (others.some((other) => wordsOf(other) === wordsOf(statement))) return true;
  // The console shows its default view only where its own statements are whole, overlapping or not.
  if (consoleSids.has(statement.sid ?? "") || !isCoveredInPart(statement, others)) return false;
  const ground = statement.effect === "Deny" ? [allowAll] : [];
  const without = [...ground, ...others.map(({ model }) => model)];
  const having = [...without, statement.model];
  if (!mayAskEngine(context, having)) return false;
  const policyOf = (all: readonly Statement[]) => ({ ...context.policy, statements: all });
  const change = compareAccess(policyOf(having), policyOf(without), context.facts);
  return change.equivalent && !change.futureActions;
};

/** What a Deny takes from. */
const allowAll: Statement = {
  index: -1,
  sid: undefined,
  effect: "Allow",
  principals: [{ type: "AWS", value: "*" }],
  notPrincipal: false,
  actions: ["kms:*"],
  notAction: false,
  resources: ["*"],
  notResource: false,
  conditions: [],
  inert: undefined,
};

const words = new WeakMap<Statement, string>();

/** What the statement says, its Sid aside. */
const wordsOf = ({ model }: StatementView): string => {
  const said = words.get(model) ?? JSON.stringify({ ...model, index: 0, sid: "" });
  words.set(model, said);
  return said;
};

/** A cheap look, so that the engine is asked only where it matters: another statement of the same effect asks for no further keys. */
const mayCover = (other: StatementView, { effect, tests }: StatementView): boolean =>
  other.effect === effect &&
  other.model.inert === undefined &&
  other.tests.every(({ folded }) => tests.some((test) => test.folded === folded));

/** Whether each of the statement's principals has each of its actions from others too, conditions aside. */
const isCoveredInPart = (
  { model, names, principals }: StatementView,
  others: readonly StatementView[],
): boolean => {
  if (model.notPrincipal || names.size === 0) return false;
  return principals.every((entry) => {
    const name = normalPrincipal(entry);
    const speaking = others.filter((other) => speaksTo(other, name));
    return [...names].every((action) => speaking.some((other) => other.names.has(action)));
  });
};

const speaksTo = ({ principals, model }: StatementView, name: string): boolean =>
  !model.notPrincipal &&
  principals.some((entry) => entry.principal.kind === "everyone" || normalPrincipal(entry) === name);
