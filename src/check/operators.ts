import { hasSymbol } from "../policy/symbols.ts";
import { parseOperator, type Operator } from "./operator.ts";
import { membersOf } from "./read-views.ts";
import { statementRule, type Definition, type Draft, type Rule } from "./rule.ts";
import { memberOf, type MemberView, type StatementView } from "./views.ts";

/** One operator of a condition block, empty ones included; `start` and `path` are those of its name. */
export interface OperatorView extends MemberView {
  readonly operator: Operator;
}

/** The operators of a statement's condition. */
export const operatorsOf = (statement: StatementView): readonly OperatorView[] => {
  const condition = memberOf(statement, "Condition");
  return condition
    ? membersOf(condition.value, condition.path).map((member) => ({
        ...member,
        operator: parseOperator(member.name),
      }))
    : [];
};

/** A rule that looks at each operator of a condition. */
export const operatorRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, (view: OperatorView) => Draft | undefined>): Rule<Code> =>
  statementRule({
    ...definition,
    run: (statement) =>
      operatorsOf(statement).flatMap((view) => (hasSymbol(view.name) ? [] : (run(view) ?? []))),
  });
