import type { KeyFacts } from "../../../policy/key-facts.ts";
import { allowableActions } from "../../../policy/kms-actions.ts";
import type { ConditionTest, Policy, Statement } from "../../../policy/model.ts";
import type { LayerSource } from "../../effective/types.ts";
import { actionSet, coversAction } from "../action-set.ts";
import type { Terms } from "../clause.ts";
import { compileCondition } from "../conditions/compile-condition.ts";
import type { Test } from "../conditions/condition-test.ts";
import { resourceTest } from "../conditions/resource-test.ts";
import type { TestTable } from "../conditions/test-table.ts";
import { holds } from "../conditions/test-truth.ts";
import { remembering } from "../group-by.ts";
import type { KnownValues } from "./known-values.ts";
import { hasVariables, withKnownVariables } from "./known-variables.ts";

/** A statement as it speaks to one member, and where it stands. */
export interface ResolvedClause {
  readonly terms: Terms;
  readonly source: LayerSource;
}

/** Resolves the statements of policies for members: undefined where a statement never applies to them. */
export interface ClauseResolver {
  resolve(statement: Statement, version: Policy["version"], known: KnownValues): Terms | undefined;
}

/**
 * A resolver that compiles each statement once, and shares terms among all to whom the same is said. Statements that
 * take in no KMS action, or only other keys, are dropped before anything is compiled: of an account's IAM policies
 * nearly all are of that kind.
 */
export const clauseResolver = (facts: KeyFacts, table: TestTable): ClauseResolver => {
  const compiled = new Map<Statement, readonly Test[] | undefined>();
  const terms = new Map<string, Terms>();
  const compileOnce = (statement: Statement, variables: boolean): readonly Test[] | undefined => {
    if (!compiled.has(statement)) compiled.set(statement, compile(statement, facts, table, variables));
    return compiled.get(statement);
  };
  return {
    resolve: (statement, version, known) => {
      if (!isAboutKms(statement)) return undefined;
      const variables = version === "2012-10-17";
      const tests =
        variables && hasVariables(statement)
          ? compile(withKnownVariables(statement, known), facts, table, variables)
          : compileOnce(statement, variables);
      const open = tests && openTests(tests, known);
      if (!open) return undefined;
      const key = JSON.stringify([
        statement.effect,
        statement.notAction,
        statement.actions,
        open.map(({ id }) => id),
      ]);
      return remembering(terms, key, () => ({
        number: terms.size,
        allow: statement.effect === "Allow",
        actions: actionSet(statement),
        tests: open,
      }));
    },
  };
};

const about = new WeakMap<Statement, boolean>();

const isAboutKms = (statement: Statement): boolean => {
  const known = about.get(statement);
  if (known !== undefined) return known;
  const set = actionSet(statement);
  const found = allowableActions.some((name) => coversAction(set, name));
  about.set(statement, found);
  return found;
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
    if (values === undefined) open.push(test);
    else if (!holds(test, values)) return undefined;
  }
  return open.sort((left, right) => left.id - right.id);
};
