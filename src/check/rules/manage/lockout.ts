import { documentRule, type CheckContext } from "../../rule.ts";
import { isExternal } from "../../star-or-own.ts";
import type { StatementView } from "../../views.ts";

/** PutKeyPolicy refuses a policy that does not let its caller put the next one (KMS API: PutKeyPolicy). */
export const lockout = documentRule((context) => {
  if (context.statements.some((statement) => letsManage(statement, context))) return undefined;
  return {
    at: { start: context.document.root.start, path: [] },
    message: "nobody could change this policy again: no statement allows kms:PutKeyPolicy",
    hint: "allow it to an administrator, or add the account's root ARN with kms:*",
  };
});

const letsManage = (statement: StatementView, { facts }: CheckContext): boolean =>
  statement.effect === "Allow" &&
  statement.model.inert === undefined &&
  statement.names.has("PutKeyPolicy") &&
  statement.principals.some(
    (entry) =>
      statement.model.notPrincipal ||
      (["everyone", "account", "user", "role", "session", "federated-user"].includes(entry.principal.kind) &&
        !isExternal(entry, facts)),
  );
