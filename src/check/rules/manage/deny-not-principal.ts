import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** The exemption fails unless account, role and session are all listed (IAM User Guide, "NotPrincipal" with Deny). */
export const denyNotPrincipal = statementRule((statement) => {
  const at = memberOf(statement, "NotPrincipal");
  return statement.effect === "Deny" && at && statement.model.notPrincipal
    ? {
        at,
        message:
          "Deny with NotPrincipal also hits the listed ones unless their account and session are listed too",
        hint: 'write "Principal": { "AWS": "*" } with the condition "ArnNotEquals": { "aws:PrincipalArn": … }',
      }
    : undefined;
});
