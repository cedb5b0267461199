import { delegations } from "../../managers.ts";
import { documentRule, statementRule, type Draft } from "../../rule.ts";
import { canReach, whereOpen } from "../../reach.ts";
import { isOwnAccount } from "../../star-or-own.ts";

/** Without it IAM policies are inert, and only AWS Support can help when the named ones are gone (KMS Developer Guide). */
export const noAccountRoot = documentRule(
  (context): Draft | undefined =>
    delegations(context).length > 0
      ? undefined
      : {
          at: { start: context.document.root.start, path: [] },
          message:
            "no statement gives the account itself kms:PutKeyPolicy, so that its IAM cannot take the key back",
          hint: `add { "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:${context.facts.partition ?? "aws"}:iam::${context.facts.account ?? ""}:root" }, "Action": "kms:*", "Resource": "*" }`,
        },
  ["account"],
);

/** A condition on the account's statement holds for its root user too (KMS Developer Guide, default key policy). */
export const conditionalAccountRoot = documentRule(
  (context): Draft[] => {
    const found = delegations(context);
    if (found.some(({ tests }) => tests.length === 0)) return [];
    return found.flatMap(({ tests }) =>
      tests.slice(0, 1).map((at) => ({
        at,
        message: `the account keeps control over the key only where ${at.operatorName} ${at.key} holds`,
        hint: "give the account's root ARN kms:* without a condition",
      })),
    );
  },
  ["account"],
);

/** A Deny of the account principal hits every identity of the account, its root user too (IAM User Guide). */
export const denyAccountRoot = statementRule(
  (statement, { facts }) => {
    const { effect, model, principals } = statement;
    if (effect !== "Deny" || model.notPrincipal || !canReach(statement, facts)) return undefined;
    const at = principals.find((entry) => isOwnAccount(entry, facts));
    return (
      at && {
        at,
        message: `this Deny hits every identity of the account, not only its root user${whereOpen(statement, facts)}`,
        hint: 'name users or roles; for the root user alone add "StringEquals": { "aws:PrincipalType": "Account" }',
      }
    );
  },
  ["account"],
);

/** IAM was chosen to decide for a group, and without the account's statement it has no say (KMS Developer Guide). */
export const iamRootMissingForGroup = documentRule(
  (context): Draft | undefined => {
    const delegates = context.statements.some(
      (statement) =>
        statement.effect === "Allow" &&
        canReach(statement, context.facts) &&
        !statement.model.notPrincipal &&
        statement.tests.length === 0 &&
        statement.principals.some((entry) => isOwnAccount(entry, context.facts)),
    );
    return delegates
      ? undefined
      : {
          at: { start: context.document.root.start, path: [] },
          message:
            "the group's IAM policy would have no effect: no statement hands anything to the account's IAM",
          hint: "add the statement Enable IAM User Permissions for the account's root ARN",
        };
  },
  ["account", "group-via-iam"],
);
