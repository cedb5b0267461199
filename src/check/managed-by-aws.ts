import type { CheckContext } from "./rule.ts";
import type { PrincipalView, StatementView, TestView } from "./views.ts";

/**
 * Whether the policy is that of an AWS managed key, which nobody can change: KMS says so, or it has their shape: an Id
 * such as `auto-ebs-2`, statements for everyone of one account, for the account's own look and for the service, and
 * nobody who may put a policy, with which no customer could create a key. One that is being changed is a customer's, before and after.
 */
export const managedByAws = ({ facts, policy, statements, options }: CheckContext): boolean =>
  facts.manager === "AWS" ||
  (facts.manager === undefined &&
    options.isChanged !== true &&
    /^auto-[a-z0-9-]+-\d+$/.test(policy.id ?? "") &&
    statements.length > 0 &&
    statements.every((statement) => statement.effect === "Deny" || isOfAws(statement)));

const isOfAws = (statement: StatementView): boolean =>
  statement.effect === "Allow" &&
  !statement.names.has("PutKeyPolicy") &&
  statement.principals.length > 0 &&
  statement.principals.every(
    (entry) =>
      isForOneAccount(entry, statement) ||
      (entry.principal.kind === "account" && statement.tests.length === 0) ||
      (entry.principal.kind === "service" && (statement.tests.length > 0 || readsMetadata(statement))),
  );

const isForOneAccount = ({ principal }: PrincipalView, { tests }: StatementView): boolean =>
  principal.kind === "everyone" && tests.some(isOneCallerAccount);

const isOneCallerAccount = ({ folded, operatorName, values }: TestView): boolean =>
  folded === "kms:calleraccount" &&
  operatorName === "StringEquals" &&
  values.length === 1 &&
  /^\d{12}$/.test(values[0]?.text ?? "");

const readsMetadata = ({ names }: StatementView): boolean =>
  [...names].every((name) => /^(Describe|Get|List)/.test(name));
