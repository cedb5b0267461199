import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** An element and its Not form exclude each other (IAM policy grammar). */
export const elementConflict = statementRule({
  code: "element-conflict",
  severity: "error",
  title: "An element stands beside its opposite",
  page: () => ({
    trigger:
      "A statement has both an element and its opposite: Action and NotAction, Principal and NotPrincipal, Resource and NotResource.",
    why: "The two exclude each other, and KMS refuses the document.",
    fix: "Keep one of them, or make two statements.",
    example: '"Action": "kms:Decrypt", "NotAction": "kms:Encrypt"  =>  "Action": "kms:Decrypt"',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  run: (statement) =>
    ["Principal", "Action", "Resource"].flatMap((name) => {
      const not = memberOf(statement, `Not${name}`);
      if (!not || !memberOf(statement, name)) return [];
      const message = `the statement has both ${name} and Not${name}`;
      return [{ at: not, message, hint: "keep one, or make two statements" }];
    }),
});
