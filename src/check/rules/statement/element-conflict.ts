import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** An element and its Not form exclude each other (IAM policy grammar). */
export const elementConflict = statementRule((statement) =>
  ["Principal", "Action", "Resource"].flatMap((name) => {
    const not = memberOf(statement, `Not${name}`);
    if (!not || !memberOf(statement, name)) return [];
    const message = `the statement has both ${name} and Not${name}`;
    return [{ at: not, message, hint: "keep one, or make two statements" }];
  }),
);
