import type { CheckContext } from "./rule.ts";
import type { StatementView, TestView } from "./views.ts";

/**
 * Whether the policy is that of an AWS managed key, which nobody can change: KMS says so, or it has their shape: an Id
 * such as `auto-ebs-2`, one statement for everyone of one account through one service, one for the account's own look.
 */
export const managedByAws = ({ facts, policy, statements }: CheckContext): boolean =>
  facts.manager === "AWS" ||
  (facts.manager === undefined &&
    /^auto-[a-z0-9-]+$/.test(policy.id ?? "") &&
    statements.length > 0 &&
    statements.every((statement) => throughService(statement) || readsMetadata(statement)));

const throughService = ({ effect, principals, tests }: StatementView): boolean =>
  effect === "Allow" &&
  principals.every(({ principal }) => principal.kind === "everyone") &&
  ["kms:calleraccount", "kms:viaservice"].every((key) => tests.some((test) => isFixed(test, key)));

const isFixed = ({ folded, operatorName, values }: TestView, key: string): boolean =>
  folded === key && operatorName === "StringEquals" && values.length === 1;

const harmless = /^(Describe|Get|List|Revoke)/;

const readsMetadata = ({ effect, principals, actions, tests, model }: StatementView): boolean =>
  effect === "Allow" &&
  tests.length === 0 &&
  !model.notAction &&
  !model.notPrincipal &&
  principals.every(({ principal }) => principal.kind === "account") &&
  actions.every(({ covers }) => covers.every(({ name }) => harmless.test(name)));
