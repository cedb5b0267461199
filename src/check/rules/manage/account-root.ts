import { fixedParts, isAnotherAccount, unveil } from "../../../policy/symbols.ts";
import type { KeyFacts } from "../../../policy/key-facts.ts";
import { globMatches } from "../../pattern.ts";
import { allowsPut, delegations } from "../../managers.ts";
import { listOf } from "../../quoted.ts";
import { type CheckContext, documentRule, statementRule, type Draft } from "../../rule.ts";
import { canReach, whereOpen } from "../../reach.ts";
import { isOwnAccount } from "../../star-or-own.ts";

/** Without it IAM policies are inert, and only AWS Support can help when the named ones are gone (KMS Developer Guide). */
export const noAccountRoot = documentRule({
  code: "no-account-root",
  severity: "warning",
  title: "The account does not keep control through IAM",
  page: () => ({
    trigger: "No statement allows the key's own account (its root ARN) kms:PutKeyPolicy.",
    why: "When the named administrators are gone, only AWS Support can help; and IAM policies for this key have no effect.",
    fix: "Add the statement Enable IAM User Permissions.",
    example:
      '{ "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }',
  }),
  needs: ["account"],
  run: (context): Draft | undefined =>
    delegations(context).length > 0
      ? undefined
      : {
          at: { start: context.document.root.start, path: [] },
          message: `no statement gives the account itself kms:PutKeyPolicy${unless(context)}, so that its IAM cannot take the key back`,
          hint: `add { "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:${context.facts.partition ?? "aws"}:iam::${context.facts.account ?? ""}:root" }, "Action": "kms:*", "Resource": "*" }`,
        },
});

/** Whoever is filled in before the policy is put may be the account. */
const unless = (context: CheckContext): string => {
  const open = context.statements
    .filter((statement) => allowsPut(statement) && canReach(statement, context.facts))
    .flatMap(({ principals }) => principals.map(({ value }) => value))
    .filter((value) => mayBeAccount(value, context.facts) && !isAnotherAccount(value));
  return open.length === 0 ? "" : `, unless ${listOf([...new Set(open)].map(unveil))} is the account`;
};

const mayBeAccount = (value: string, { partition = "aws", account = "" }: KeyFacts): boolean => {
  const pattern = fixedParts(value)?.join("*");
  return (
    pattern !== undefined &&
    [account, `arn:${partition}:iam::${account}:root`].some((own) => globMatches(pattern, own))
  );
};

/** A condition on the account's statement holds for its root user too (KMS Developer Guide, default key policy). */
export const conditionalAccountRoot = documentRule({
  code: "conditional-account-root",
  severity: "warning",
  title: "The account keeps control only in part",
  page: () => ({
    trigger:
      "The account's statement that covers kms:PutKeyPolicy has a condition, and there is none without.",
    why: "The condition holds for the root user too: in an emergency the key may be out of reach.",
    fix: "Remove the condition from that statement; put it on those for administrators.",
    example: 'root, kms:*, "Bool": { "aws:MultiFactorAuthPresent": "true" }  =>  root, kms:*',
  }),
  needs: ["account"],
  run: (context): Draft[] => {
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
});

/** A Deny of the account principal hits every identity of the account, its root user too (IAM User Guide). */
export const denyAccountRoot = statementRule({
  code: "deny-account-root",
  severity: "warning",
  title: "A Deny hits the whole account",
  page: () => ({
    trigger: "A Deny names the key's own account (its root ARN or id).",
    why: "In a Deny the account stands for all its identities, not for the root user alone.",
    fix: "Name the users or roles; for the root user alone add a condition on aws:PrincipalType Account.",
    example: "Deny arn:aws:iam::111122223333:root  =>  Deny arn:aws:iam::111122223333:role/Temp",
  }),
  needs: ["account"],
  run: (statement, { facts }) => {
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
});

/** IAM was chosen to decide for a group, and without the account's statement it has no say (KMS Developer Guide). */
export const iamRootMissingForGroup = documentRule({
  code: "iam-root-missing-for-group",
  severity: "error",
  title: "The policy does not let IAM policies decide",
  page: () => ({
    trigger: "IAM is to decide for a group, and no statement hands anything to the account.",
    why: "Without it IAM policies have no effect on this key.",
    fix: "Add the statement Enable IAM User Permissions; kmspol add-group --via-iam does.",
    example: '"Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*"',
  }),
  needs: ["account", "group-via-iam"],
  run: (context): Draft | undefined => {
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
});
