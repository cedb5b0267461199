import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy, Statement } from "../../policy/model.ts";
import { type ActionSet, actionSet } from "./action-set.ts";
import { compileCondition } from "./conditions/compile-condition.ts";
import type { Test } from "./conditions/condition-test.ts";
import { type PrincipalSet, principalSet } from "./callers/principal-set.ts";
import { resourceTest } from "./conditions/resource-test.ts";
import type { TestTable } from "./conditions/test-table.ts";

/** A statement that can take effect, made ready to be decided. */
export interface Clause {
  readonly allow: boolean;
  readonly principals: PrincipalSet;
  readonly actions: ActionSet;
  /** All must hold. */
  readonly tests: readonly Test[];
}

/** The statements of a policy that can have an effect on this key. */
export const clausesOf = (
  policy: Policy,
  facts: KeyFacts,
  partition: string,
  table: TestTable,
): readonly Clause[] =>
  policy.statements.flatMap((statement) => {
    if (statement.inert !== undefined) return [];
    const resource = resourceTest(statement, facts, policy.version === "2012-10-17");
    return resource === false ? [] : [clauseOf(statement, partition, table, policy.version, resource)];
  });

const clauseOf = (
  statement: Statement,
  partition: string,
  table: TestTable,
  version: string | undefined,
  resource: true | Omit<Test, "id">,
): Clause => {
  const variables = version === "2012-10-17";
  const conditions = statement.conditions.map((written) => table.add(compileCondition(written, variables)));
  return {
    allow: statement.effect === "Allow",
    principals: principalSet(statement, partition),
    actions: actionSet(statement),
    tests: resource === true ? conditions : [...conditions, table.add(resource)],
  };
};
