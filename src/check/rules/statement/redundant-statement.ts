import { removeStatementAt } from "../../fixes.ts";
import { compareAccess } from "../../../access/compare-access.ts";
import type { Statement } from "../../../policy/model.ts";
import { consoleSids } from "../../console-sids.ts";
import { mayAskEngine } from "../../effort.ts";
import { isOwnRoot, normalPrincipal } from "../../normal-principal.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

/** A statement without which everybody has the access that they have with it, future actions included. */
export const redundantStatement = documentRule({
  code: "redundant-statement",
  severity: "suggestion",
  title: "Another statement already says this",
  page: () => ({
    trigger:
      "Without the statement everybody has the same access as with it. The access engine compares both.",
    why: "It costs bytes, and whoever removes the other statement believes the access to be gone.",
    fix: "Remove it. The console's own statements are left alone: its default view wants them whole.",
    example: "kms:* for role/App, and kms:Decrypt for role/App  =>  kms:* for role/App",
  }),
  explainsNoEffect: true,
  fixKeepsAccess: true,
  run: (context): Draft[] => {
    // Statements that say nothing are neither covered nor cover any.
    const speaking = context.statements.filter(({ model }) => model.inert === undefined);
    const counts = new Map<string, number>();
    for (const statement of speaking)
      counts.set(wordsOf(statement), (counts.get(wordsOf(statement)) ?? 0) + 1);
    // Of two equal statements the later one goes.
    let left = speaking;
    return [...speaking].reverse().flatMap((statement): Draft[] => {
      const equals = counts.get(wordsOf(statement)) ?? 0;
      const isCovered =
        equals > 1 || isCoveredByOthers(statement, left.filter(isForSome(statement)), context);
      if (!isCovered && (namesOwnRoot(statement, context) || !isCoveredByOthers(statement, left, context)))
        return [];
      counts.set(wordsOf(statement), equals - 1);
      left = left.filter((other) => other !== statement);
      const message = "other statements already say all that this one says";
      const remove = removeStatementAt(statement.index);
      return [
        {
          at: statement,
          message,
          hint: "remove it",
          ...(isCovered ? { fix: remove } : { suggestion: remove }),
        },
      ];
    });
  },
});

/**
 * Others that are to stay as they are: an Allow for everyone is what the next step takes out, and then it covers nobody any more. Only
 * the account's root principal keeps the key manageable then (KMS Developer Guide, default key policy), so it is never said to be too much.
 */
const isForSome =
  ({ effect }: StatementView) =>
  (other: StatementView): boolean =>
    effect === "Deny" || !audienceOf(other).has(everyone);

const namesOwnRoot = ({ effect, principals }: StatementView, { facts }: CheckContext): boolean =>
  effect === "Allow" && principals.some((entry) => isOwnRoot(entry, facts));

/** Whether others of the same effect say all that the statement says: then so does any policy with them. */
const isCoveredByOthers = (
  statement: StatementView,
  left: readonly StatementView[],
  context: CheckContext,
): boolean => {
  // The console shows its default view only where its own statements are whole, overlapping or not.
  if (consoleSids.has(statement.sid ?? "")) return false;
  const others = left.filter((other) => other !== statement && mayCover(other, statement));
  if (!isCoveredInPart(statement, others)) return false;
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
  other.effect === effect && other.tests.every(({ folded }) => tests.some((test) => test.folded === folded));

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

const speaksTo = (other: StatementView, name: string): boolean =>
  !other.model.notPrincipal && (audienceOf(other).has(everyone) || audienceOf(other).has(name));

const everyone = "everyone";
const audiences = new WeakMap<StatementView, ReadonlySet<string>>();

/** The statement's principals, each in one spelling. */
const audienceOf = (statement: StatementView): ReadonlySet<string> => {
  const known = audiences.get(statement);
  if (known) return known;
  const names = statement.principals.map((entry) =>
    entry.principal.kind === "everyone" ? everyone : normalPrincipal(entry),
  );
  const audience = new Set(names);
  audiences.set(statement, audience);
  return audience;
};
