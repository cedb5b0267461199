import { membersOf } from "../../read-views.ts";
import { statementRule, type Draft } from "../../rule.ts";
import { memberOf, valueOfMember, type MemberView } from "../../views.ts";

/** `{}` restricts nothing, an empty list of values matches nothing (IAM User Guide, "Condition"). */
export const emptyCondition = statementRule({
  code: "empty-condition",
  severity: "suggestion",
  title: "An empty condition",
  page: () => ({
    trigger: "Condition, one of its operators, or a list of values is empty.",
    why: "An empty object restricts nothing, although it looks as if it did; an empty list of values never matches.",
    fix: "Say what must hold, or remove it.",
    example:
      '"Condition": { "StringEquals": {} }  =>  "Condition": { "StringEquals": { "kms:CallerAccount": "111122223333" } }',
  }),
  explainsNoEffect: true,
  run: (statement) => {
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
  },
});

const draft = (member: MemberView, message: string): Draft => ({
  at: valueOfMember(member),
  message,
  hint: "remove it, or say what must hold",
});
