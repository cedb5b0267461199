import { quoted } from "../../quoted.ts";
import { statementRule, type Draft } from "../../rule.ts";
import type { TestView } from "../../views.ts";

/** Condition keys are the same in any case, so that two spellings under one operator are ambiguous (IAM User Guide). */
export const duplicateConditionKeyCase = statementRule((statement) => {
  const first = new Map<string, TestView>();
  return statement.tests.flatMap((test): Draft[] => {
    const id = JSON.stringify([test.operatorName, test.folded]);
    const other = first.get(id);
    if (!other) first.set(id, test);
    if (!other || other.key === test.key) return [];
    const message = `${quoted(test.key)} is the same condition key as ${quoted(other.key)} above`;
    return [{ at: test, message, hint: "keep one of them, with all values in a list" }];
  });
});
