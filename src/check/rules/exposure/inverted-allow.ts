import { isEffectiveAllow } from "../../exposure.ts";
import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** Everyone in the world but the listed (Access Analyzer, ALLOW_WITH_NOT_PRINCIPAL). */
export const allowNotPrincipal = statementRule((statement, context) => {
  const at = memberOf(statement, "NotPrincipal");
  return isEffectiveAllow(statement, context) && at && statement.model.notPrincipal
    ? {
        at,
        message: "Allow with NotPrincipal is for everyone in the world except those listed",
        hint: "name in Principal those who are meant",
      }
    : undefined;
});

/** Every action but the listed: PutKeyPolicy, CreateGrant and all that KMS will add (IAM User Guide, "NotAction"). */
export const allowNotAction = statementRule((statement) => {
  const at = memberOf(statement, "NotAction");
  return statement.effect === "Allow" && at && statement.model.notAction
    ? {
        at,
        message: "Allow with NotAction allows every action except those listed, future ones included",
        hint: "list in Action what is meant",
      }
    : undefined;
});
