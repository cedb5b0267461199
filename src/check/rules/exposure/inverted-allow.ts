import { isEffectiveAllow } from "../../exposure.ts";
import { statementRule } from "../../rule.ts";
import { memberOf } from "../../views.ts";

/** Everyone in the world but the listed (Access Analyzer, ALLOW_WITH_NOT_PRINCIPAL). */
export const allowNotPrincipal = statementRule({
  code: "allow-not-principal",
  severity: "security",
  title: "Allow to everyone but a few",
  page: () => ({
    trigger: "An Allow has NotPrincipal.",
    why: "It allows everyone in the world except those listed.",
    fix: "Name in Principal those who are meant; keep someone out by a Deny.",
    example: '"Effect": "Allow", "NotPrincipal": …  =>  "Effect": "Allow", "Principal": …',
  }),
  run: (statement, context) => {
    const at = memberOf(statement, "NotPrincipal");
    return isEffectiveAllow(statement, context) && at && statement.model.notPrincipal
      ? {
          at,
          message: "Allow with NotPrincipal is for everyone in the world except those listed",
          hint: "name in Principal those who are meant",
        }
      : undefined;
  },
});

/** Every action but the listed: PutKeyPolicy, CreateGrant and all that KMS will add (IAM User Guide, "NotAction"). */
export const allowNotAction = statementRule({
  code: "allow-not-action",
  severity: "security",
  title: "Allow of everything but a few actions",
  page: () => ({
    trigger: "An Allow has NotAction.",
    why: "It allows PutKeyPolicy, CreateGrant and every action that KMS will ever add, except those listed.",
    fix: "List in Action what is meant.",
    example: '"NotAction": "kms:Delete*"  =>  "Action": ["kms:Encrypt", "kms:Decrypt"]',
  }),
  run: (statement) => {
    const at = memberOf(statement, "NotAction");
    return statement.effect === "Allow" && at && statement.model.notAction
      ? {
          at,
          message: "Allow with NotAction allows every action except those listed, future ones included",
          hint: "list in Action what is meant",
        }
      : undefined;
  },
});
