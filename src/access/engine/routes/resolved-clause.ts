import type { KeyFacts } from "../../../policy/key-facts.ts";
import type { ConditionTest, Policy, Statement } from "../../../policy/model.ts";
import type { LayerSource } from "../../effective/types.ts";
import { type ActionSet, actionSet, coversAction } from "../action-set.ts";
import type { Terms } from "../clause.ts";
import { compileCondition } from "../conditions/compile-condition.ts";
import type { Test } from "../conditions/condition-test.ts";
import { resourceTest } from "../conditions/resource-test.ts";
import type { TestTable } from "../conditions/test-table.ts";
import { holds } from "../conditions/test-truth.ts";
import { remembering } from "../group-by.ts";
import type { StatementReading } from "../open-readings.ts";
import { isStart, type KnownValues } from "./known-values.ts";
import { hasVariables, isPersonal, withKnownVariables } from "./known-variables.ts";
import { settledByStart } from "./settled-by-start.ts";

/** A statement as it speaks to one member, and where it stands. */
export interface ResolvedClause {
  readonly terms: Terms;
  readonly source: LayerSource;
}

/** Resolves the statements of policies for members: undefined where a statement never applies to them. */
export interface ClauseResolver {
  resolve(
    statement: Statement,
    version: Policy["version"],
    known: KnownValues,
    reading?: Pick<StatementReading, "actions" | "doubts">,
  ): Terms | undefined;
  /** The statements of a policy that apply, with their terms. */
  resolveAll(policy: Policy, known: KnownValues): readonly Applying[];
}

/** A statement that applies to a member. */
export interface Applying {
  readonly statement: Statement;
  readonly terms: Terms;
}

/**
 * A resolver that compiles each statement once, and shares terms among all to whom the same is said. Statements that
 * take in none of the `actions`, or only other keys, are dropped before anything is compiled: of an account's IAM
 * policies nearly all are of that kind.
 */
export const clauseResolver = (
  facts: KeyFacts,
  table: TestTable,
  actions: readonly string[],
): ClauseResolver => {
  const reading = reachReader(actions);
  const compiled = new Map<Statement, readonly Test[] | undefined>();
  const terms = new Map<string, Terms>();
  const sets = new Map<Statement, ActionSet>();
  const compileOnce = (statement: Statement, variables: boolean): readonly Test[] | undefined => {
    if (!compiled.has(statement)) compiled.set(statement, compile(statement, facts, table, variables));
    return compiled.get(statement);
  };
  const resolve: ClauseResolver["resolve"] = (statement, version, known, under) => {
    const actions = under?.actions ?? remembering(sets, statement, () => actionSet(statement));
    const reach = reading(actions);
    if (reach === undefined) return undefined;
    const variables = version === "2012-10-17";
    const tests =
      variables && hasVariables(statement)
        ? compile(withKnownVariables(statement, known), facts, table, variables)
        : compileOnce(statement, variables);
    const doubts = under?.doubts.map((doubt) => table.add(doubt)) ?? [];
    const left = tests && openTests([...tests, ...doubts], known);
    if (!left) return undefined;
    const open = statement.effect === "Allow" ? [...left, ...beginnings(left, known, table)] : left;
    const key = `${statement.effect} ${reach} ${open.map(({ id }) => id).join()}`;
    return remembering(terms, key, () => ({
      number: terms.size,
      allow: statement.effect === "Allow",
      actions,
      tests: open,
    }));
  };
  const applying = ({ statements, version }: Policy, known: KnownValues): readonly Applying[] =>
    statements.flatMap((statement) => {
      const resolved = resolve(statement, version, known);
      return resolved ? [{ statement, terms: resolved }] : [];
    });
  const shared = new Map<Policy, readonly Applying[]>();
  return {
    resolve,
    // What says the same of everybody is resolved once.
    resolveAll: (policy, known) =>
      policy.statements.some(isPersonal)
        ? applying(policy, known)
        : remembering(shared, policy, () => applying(policy, known)),
  };
};

/** Which of the actions a set takes in, as a text that is the same for all that take in the same. */
const reachReader = (actions: readonly string[]): ((set: ActionSet) => string | undefined) => {
  const known = new Map<ActionSet, string>();
  const reachOf = (set: ActionSet): string =>
    actions.map((action) => Number(coversAction(set, action))).join("");
  return (set) => {
    const reach = remembering(known, set, () => reachOf(set));
    return reach.includes("1") ? reach : undefined;
  };
};

// Undefined for a statement about other keys.
const compile = (
  statement: Statement,
  facts: KeyFacts,
  table: TestTable,
  variables: boolean,
): readonly Test[] | undefined => {
  const resource = resourceTest(statement, facts, variables);
  if (resource === false) return undefined;
  const conditions = statement.conditions.map((written: ConditionTest) =>
    table.add(compileCondition(written, variables)),
  );
  return resource === true ? conditions : [...conditions, table.add(resource)];
};

// The tests that are not settled; undefined where one of the settled ones fails.
const openTests = (tests: readonly Test[], known: KnownValues): readonly Test[] | undefined => {
  const open: Test[] = [];
  for (const test of tests) {
    const values = test.matcher.family === "opaque" ? undefined : known(test.key);
    const settled = values && (isStart(values) ? settledByStart(test, values.start) : holds(test, values));
    if (settled === undefined) open.push(test);
    else if (!settled) return undefined;
  }
  return open.sort((left, right) => left.id - right.id);
};

// Whatever else is asked of a value, it begins as it is known to: no line is to be about others.
const beginnings = (open: readonly Test[], known: KnownValues, table: TestTable): readonly Test[] => {
  const keys = new Set(open.map(({ key }) => key));
  return [...keys].flatMap((key) => {
    const value = known(key);
    if (!value || !isStart(value)) return [];
    return [table.add(compileCondition({ operator: "StringLike", key, values: [`${value.start}*`] }, false))];
  });
};
