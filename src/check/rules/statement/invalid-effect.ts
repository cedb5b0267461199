import { replaceAt } from "../../fixes.ts";
import { nearest } from "../../nearest.ts";
import { quoted } from "../../quoted.ts";
import { statementRule } from "../../rule.ts";
import { memberOf, valueOfMember } from "../../views.ts";

const effects = ["Allow", "Deny"];

/** Effect is required and its case counts (IAM User Guide, "Effect"). */
export const invalidEffect = statementRule({
  code: "invalid-effect",
  severity: "error",
  title: "The Effect is neither Allow nor Deny",
  page: () => ({
    trigger: "Effect is missing, or not exactly Allow or Deny.",
    why: "The case of the two words counts; KMS refuses anything else.",
    fix: "Write Allow or Deny.",
    example: '"Effect": "ALLOW"  =>  "Effect": "Allow"',
  }),
  rejectedByKms: true,
  run: (statement) => {
    if (statement.node.kind !== "object" || statement.effect) return undefined;
    const member = memberOf(statement, "Effect");
    if (!member) return { at: statement, message: "the statement has no Effect", hint: "add Allow or Deny" };
    if (member.value.kind !== "string") return undefined;
    const value = String(member.value.value);
    const near = nearest(value, effects);
    return {
      at: valueOfMember(member),
      message: `the Effect ${quoted(value)} is neither Allow nor Deny`,
      hint: near ? `write "${near}"` : 'write "Allow" or "Deny"',
      fix: near === undefined ? undefined : replaceAt(member.path, near),
    };
  },
});
