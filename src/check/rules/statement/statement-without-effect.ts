import { deathOf } from "../../dead-statement.ts";
import { allowedActions } from "../../exposure.ts";
import { removeStatementAt } from "../../fixes.ts";
import { coversKey } from "../../key-pattern.ts";
import { listOf } from "../../quoted.ts";
import { statementRule, type CheckContext, type Draft } from "../../rule.ts";
import type { Spot, StatementView, TestView } from "../../views.ts";

/**
 * A statement that allows, or denies, nobody anything, proved by the access engine: its principals never meet its conditions, its
 * conditions contradict each other, or a Deny takes all of it away. Where a rule names the cause this one is not told
 * (`withoutEchoes`).
 */
export const statementWithoutEffect = statementRule({
  code: "statement-without-effect",
  severity: "warning",
  title: "The statement allows, or denies, nobody anything",
  page: () => ({
    trigger:
      "No caller, in no request, is allowed (or denied) anything by the statement: its principals never meet its conditions, its conditions contradict each other, its time is past, or a Deny takes all of it away.",
    why: "It looks as if it gave or protected something. kmspol works out every kind of caller and request before it says so.",
    fix: "Correct the condition or the principal that the message names, or remove the statement.",
    example:
      '"Principal": { "AWS": "…:role/App" } with "ArnEquals": { "aws:PrincipalArn": "…:role/Other" }  =>  name role/Other',
  }),
  run: (statement, context): Draft | undefined => {
    const { effect, model, names } = statement;
    if (model.inert !== undefined) return undefined;
    const nobody = `this statement ${effect === "Deny" ? "denies" : "allows"} nobody anything`;
    const suggestion = removeStatementAt(statement.index);
    if (model.notAction && names.size === 0) {
      const message = `${nobody}: its NotAction leaves no action`;
      return {
        at: statement,
        message,
        hint: "list what is meant in Action, or remove the statement",
        suggestion,
      };
    }
    if (!speaksOfKey(statement, context)) return undefined;
    const death = deathOf(statement, context);
    if (!death) return undefined;
    if (death.how === "denied") {
      const message = `${nobody}: a Deny takes all of it away`;
      return { at: statement, message, hint: "remove the statement, or narrow the Deny", suggestion };
    }
    const keys = keysOf(death.causes);
    return {
      at: placeOf(statement, death.causes),
      message: `${nobody}: ${death.how === "past" ? `its time is past, by ${listOf(keys)}` : because(statement, keys)}`,
      hint: `correct ${keys.length === 0 ? "it" : listOf(keys)}, or remove the statement`,
      suggestion,
    };
  },
});

const speaksOfKey = (statement: StatementView, { facts }: CheckContext): boolean =>
  allowedActions(statement).length > 0 &&
  (statement.model.notResource || statement.resources.some(({ value }) => coversKey(value, facts) !== "no"));

/** At the value where one test of one value is the cause, else at the test; at the statement where there are several. */
const placeOf = (statement: StatementView, causes: readonly TestView[]): Spot => {
  const [cause] = causes;
  if (!cause || causes.length > 1) return statement;
  return cause.values.length === 1 && cause.values[0] ? cause.values[0] : cause;
};

const keysOf = (causes: readonly TestView[]): readonly string[] => [...new Set(causes.map(({ key }) => key))];

const because = ({ model, tests }: StatementView, keys: readonly string[]): string => {
  if (keys.length > 0) return `no request of its principals meets its condition on ${listOf(keys)}`;
  if (tests.length > 0) return "no request of its principals meets its conditions";
  return model.notPrincipal ? "its NotPrincipal leaves nobody" : "its principals cannot call this key";
};
