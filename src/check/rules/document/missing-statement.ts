import { memberNamed } from "../../../policy/syntax.ts";
import { documentRule } from "../../rule.ts";

/** KMS wants at least one statement (KMS Developer Guide, key policy overview). */
export const missingStatement = documentRule({
  code: "missing-statement",
  severity: "error",
  title: "The policy has no statement",
  page: () => ({
    trigger: "Statement is missing or an empty list.",
    why: "A key policy needs at least one statement, and a key without any right given cannot be managed.",
    fix: "Add the statement that gives the account's root ARN kms:*.",
    example: '"Statement": []  =>  "Statement": [{ "Effect": "Allow", … }]',
  }),
  rejectedByKms: true,
  run: ({ document }) => {
    const member = memberNamed(document.root, "Statement");
    if (!member) {
      const at = { start: document.root.start, path: [] };
      return { at, message: "the policy has no Statement", hint: 'add "Statement": [ … ]' };
    }
    if (member.value.kind !== "array" || member.value.items.length > 0) return undefined;
    const at = { start: member.value.start, path: ["Statement"] };
    return { at, message: "the list of statements is empty", hint: "add at least one statement" };
  },
});
