import { quoted } from "../../quoted.ts";
import { statementRule, type Draft } from "../../rule.ts";
import type { TestView } from "../../views.ts";

/** Condition keys are the same in any case, so that two spellings under one operator are ambiguous (IAM User Guide). */
export const duplicateConditionKeyCase = statementRule({
  code: "duplicate-condition-key-case",
  severity: "error",
  title: "A condition key is written twice, in different case",
  page: () => ({
    trigger: "Under one operator the same condition key stands twice, in different case.",
    why: "Condition keys are the same in any case, so that it is open which of the two counts.",
    fix: "Keep one, with the values of both in a list.",
    example: '"aws:PrincipalTag/t": "a", "AWS:principaltag/T": "b"  =>  "aws:PrincipalTag/t": ["a", "b"]',
  }),
  run: (statement) => {
    const first = new Map<string, TestView>();
    return statement.tests.flatMap((test): Draft[] => {
      const id = JSON.stringify([test.operatorName, test.folded]);
      const other = first.get(id);
      if (!other) first.set(id, test);
      if (!other || other.key === test.key) return [];
      const message = `${quoted(test.key)} is the same condition key as ${quoted(other.key)} above`;
      return [{ at: test, message, hint: "keep one of them, with all values in a list" }];
    });
  },
});
