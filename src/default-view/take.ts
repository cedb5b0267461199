import { RefusedError } from "../errors.ts";
import { next, sentence } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, actionsOf, isSubset, overlaps, type ActionSet } from "./action-set.ts";
import { isEntryFor, names } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import { placeOf } from "./place.ts";
import { appliesToKey } from "./recognise.ts";
import { takeActions, takePrincipals } from "./take-edits.ts";

/** What a removing verb takes away. */
export interface Taking {
  /** In words: `use of the key`. */
  readonly what: string;
  /** The rights of the role, whatever the conditions. */
  readonly everything: ActionSet;
  /** All rights of the role, as far as this statement's conditions make them so. */
  all(statement: Statement): ActionSet;
  /** Those among them that make the role: a statement without one of these is left alone (DescribeKey alone is no use). */
  core(statement: Statement): ActionSet;
  /** True where what services do for an account's resources goes with it. */
  readonly sources?: boolean;
  /** Patterns, in small letters, that stand for the role wherever a statement gives some of its core. */
  readonly spelled?: ReadonlySet<string>;
}

/**
 * Takes a role's rights from the principals, and nothing else from anybody. A statement within the role loses the
 * principals (and goes when it was theirs alone); one that gives more keeps what is not the role's, split off for
 * these principals where others share it. Throws RefusedError (`statement-gives-more`) where an action pattern
 * covers both, with the place and what to do by hand.
 */
export const takeRights = (
  document: PolicyDocument,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): PolicyDocument => {
  // From the end, as adding goes from the beginning: a list is then shortened beside what was beside it when it grew.
  const found = readPolicy(document).statements.findLast((statement) =>
    gives(statement, operands, taking, facts),
  );
  return found ? takeRights(takeFrom(document, found, operands, taking), operands, taking, facts) : document;
};

const gives = (
  statement: Statement,
  operands: readonly Operand[],
  taking: Taking,
  facts: KeyFacts,
): boolean =>
  statement.effect === "Allow" &&
  statement.inert === undefined &&
  operands.some((operand) => names(statement, operand)) &&
  appliesToKey(statement, facts) &&
  overlaps(actionsIn(statement), taking.core(statement));

const takeFrom = (
  document: PolicyDocument,
  statement: Statement,
  operands: readonly Operand[],
  taking: Taking,
): PolicyDocument => {
  const taken = statement.principals.filter((entry) =>
    operands.some((operand) => isEntryFor(entry, operand)),
  );
  if (isSubset(actionsIn(statement), taking.all(statement))) {
    return takePrincipals(document, statement, taken);
  }
  const { leaving, mixed } = leavingActions(statement, taking);
  if (statement.notAction || mixed !== undefined) {
    throw givesMore(document, statement, taken[0]?.value ?? "", mixed, taking);
  }
  return takeActions(document, statement, taken, leaving);
};

/** The patterns of a statement that go with the role, and the first among them that covers more than the role. */
export const leavingActions = (statement: Statement, taking: Taking) => {
  const leaving = statement.actions.filter(
    (action) =>
      overlaps(actionsOf(action), taking.core(statement)) || taking.spelled?.has(action.toLowerCase()),
  );
  const mixed = leaving.find((action) => !isSubset(actionsOf(action), taking.all(statement)));
  return { leaving, mixed };
};

/** The refusal where one pattern gives the role and more (`statement-gives-more`), with the place and what to do by hand. */
export const givesMore = (
  document: PolicyDocument,
  statement: Statement,
  principal: string,
  mixed: string | undefined,
  taking: Taking,
): RefusedError => {
  const given = mixed ?? "everything but what NotAction lists";
  const place = placeOf(document, statement.index);
  return new RefusedError(
    "statement-gives-more",
    `${place} gives ${principal} ${given}, which is more than ${taking.what}`,
    {
      hint: sentence`replace ${mixed ?? "NotAction"} there by the actions that ${principal} should keep: ${next("edit")}`,
    },
  );
};
