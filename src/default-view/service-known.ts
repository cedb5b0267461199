import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonObject } from "../policy/json-value.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { actionsIn, isSame, type ActionSet } from "./action-set.ts";
import { haveSameTests, testsOf } from "./condition-tests.ts";
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
      haveSameTests(statement.conditions, testsOf(condition)),
  );
