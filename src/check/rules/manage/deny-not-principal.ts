import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** The exemption fails unless account, role and session are all listed (IAM User Guide, "NotPrincipal" with Deny). */
export const denyNotPrincipal = statementRule({
  code: "deny-not-principal",
  severity: "warning",
  title: "Deny to everyone but a few, by NotPrincipal",
  page: () => ({
    trigger: "A Deny has NotPrincipal.",
    why: "To exempt a role, its account and its sessions must be listed too, or it is denied all the same.",
    fix: 'Deny "*" with a condition ArnNotEquals on aws:PrincipalArn.',
    example:
      '"NotPrincipal": { "AWS": "…:role/App" }  =>  "Principal": { "AWS": "*" } with "ArnNotEquals": { "aws:PrincipalArn": "…:role/App" }',
  }),
  run: (statement) => {
    const at = memberOf(statement, "NotPrincipal");
    return statement.effect === "Deny" && at && statement.model.notPrincipal
      ? {
          at,
          message:
            "Deny with NotPrincipal also hits the listed ones unless their account and session are listed too",
          hint: 'write "Principal": { "AWS": "*" } with the condition "ArnNotEquals": { "aws:PrincipalArn": … }',
        }
      : undefined;
  },
});
