import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest } from "../policy/model.ts";
import { isRecord, type JsonObject } from "../policy/json-value.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, isSame, type ActionSet } from "./action-set.ts";
import { appliesToKey } from "./recognise.ts";

/** True where the policy has a statement that gives the service just these actions under just this condition. */
export const hasStatementFor = (
  document: PolicyDocument,
  principal: string,
  actions: ActionSet,
  condition: JsonObject | undefined,
  facts: KeyFacts,
): boolean =>
  readPolicy(document).statements.some(
    (statement) =>
      statement.effect === "Allow" &&
      !statement.notPrincipal &&
      statement.principals.some(({ type, value }) => type === "Service" && value === principal) &&
      isSame(actionsIn(statement), actions) &&
      appliesToKey(statement, facts) &&
      keyOf(statement.conditions) === keyOf(testsOf(condition)),
  );

const testsOf = (condition: JsonObject | undefined): readonly ConditionTest[] =>
  Object.entries(condition ?? {}).flatMap(([operator, tests]) =>
    isRecord(tests)
      ? Object.entries(tests).map(([key, values]) => ({ operator, key, values: [values].flat().map(String) }))
      : [],
  );

/** The tests in one spelling: operators and keys in any case, values and tests in any order. */
const keyOf = (tests: readonly ConditionTest[]): string =>
  tests
    .map(({ operator, key, values }) =>
      JSON.stringify([operator.toLowerCase(), key.toLowerCase(), [...new Set(values)].sort()]),
    )
    .sort()
    .join();
