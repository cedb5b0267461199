import { statementRule } from "../../rule.ts";
import { canReach, reachOf, whereOpen } from "../../reach.ts";
import { isOwnAccount } from "../../star-or-own.ts";

/** A Deny beats every Allow, the root user's too; without a condition nobody is exempt (KMS Developer Guide). */
export const denyEveryoneManage = statementRule({
  code: "deny-everyone-manage",
  severity: "error",
  title: "A Deny keeps everyone from changing the policy",
  page: () => ({
    trigger: 'A Deny without a condition, for "*" or the account itself, covers kms:PutKeyPolicy.',
    why: "A Deny beats every Allow, for the root user too: nobody can ever change the policy again.",
    fix: "Leave kms:PutKeyPolicy out of it, or exempt an administrator by a condition.",
    example:
      'Deny "*" kms:*  =>  Deny "*" kms:* with "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Admin" }',
  }),
  run: (statement, { facts }) => {
    const { effect, model, tests, principals } = statement;
    if (effect !== "Deny" || model.inert !== undefined || model.notPrincipal || tests.length > 0)
      return undefined;
    if (!statement.names.has("PutKeyPolicy") || !canReach(statement, facts)) return undefined;
    const at = principals.find((entry) => entry.principal.kind === "everyone" || isOwnAccount(entry, facts));
    return (
      at && {
        at,
        message: `this Deny keeps everyone, the root user included, from changing the policy${whereOpen(statement, facts)}`,
        ...(reachOf(statement, facts) === "open" ? { severity: "warning" as const } : {}),
        hint: 'leave kms:PutKeyPolicy out, or exempt someone: "ArnNotLike": { "aws:PrincipalArn": "…" }',
      }
    );
  },
});
