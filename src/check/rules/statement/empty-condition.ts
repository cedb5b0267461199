import { membersOf } from "../../read-views.ts";
import { statementRule, type Draft } from "../../rule.ts";
import { memberOf, valueOfMember, type MemberView } from "../../views.ts";

/** `{}` restricts nothing, an empty list of values matches nothing (IAM User Guide, "Condition"). */
export const emptyCondition = statementRule((statement) => {
  const condition = memberOf(statement, "Condition");
  if (condition?.value.kind !== "object") return [];
  const operators = membersOf(condition.value, condition.path);
  if (operators.length === 0) return [draft(condition, "Condition is empty and restricts nothing")];
  return operators.flatMap((operator): Draft[] => {
    if (operator.value.kind !== "object") return [];
    const keys = membersOf(operator.value, operator.path);
    if (keys.length === 0) return [draft(operator, `${operator.name} is empty and restricts nothing`)];
    return keys
      .filter(({ value }) => value.kind === "array" && value.items.length === 0)
      .map((key) => draft(key, `${key.name} is compared with no value at all`));
  });
});

const draft = (member: MemberView, message: string): Draft => ({
  at: valueOfMember(member),
  message,
  hint: "remove it, or say what must hold",
});
