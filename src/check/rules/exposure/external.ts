import { isAnotherAccount, whyOpaque } from "../../../policy/symbols.ts";
import { isEffectiveAllow } from "../../exposure.ts";
import { listOf, quoted } from "../../quoted.ts";
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import { actionRule, type CheckContext, type Draft, principalRule, statementRule } from "../../rule.ts";
import { isExternal } from "../../star-or-own.ts";
import type { PrincipalView, StatementView } from "../../views.ts";

/** What administers or destroys a key (the groups "permission" and "delete" of the action reference). */
const powerful = new Set(["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "DeleteImportedKeyMaterial"]);

const powers = ({ actions, model }: StatementView): readonly string[] =>
  model.notAction
    ? ["NotAction"]
    : actions.filter(({ covers }) => covers.some(({ name }) => powerful.has(name))).map(({ value }) => value);

const reaches = ({ actions, model }: StatementView): boolean =>
  model.notAction || actions.some(({ covers }) => covers.some(({ crossAccount }) => crossAccount));

const gets = (
  outsider: Outsider,
  context: CheckContext,
  found: readonly string[],
): Pick<Draft, "message" | "hint"> => ({
  message: `${whoIs(outsider, context)}, and gets ${listOf(found.slice(0, 5))}`,
  hint: "list the operations that it needs, such as kms:Decrypt, kms:GenerateDataKey* and kms:DescribeKey",
});

/** The account with what people call it, where the configuration says that. */
const named = (account: string, { options }: CheckContext): string => {
  const name = options.accountNames?.get(account);
  return name === undefined ? account : `${account} (${name})`;
};

const whoIs = ({ account, organization }: Outsider, context: CheckContext): string =>
  organization === undefined
    ? `the account ${named(account, context)} is not the key's`
    : `the organization ${organization} is not yours`;

const isNotTrusted =
  ({ options }: CheckContext) =>
  ({ account, isOurs }: Outsider): boolean =>
    isOurs !== true && !options.trustedAccounts?.has(account);

const isOf = ({ name, account, organization }: Outsider, context: CheckContext): string =>
  organization === undefined
    ? `${quoted(name)} is of the account ${named(account, context)}, not of the key's`
    : `the organization ${organization} is not yours, and its accounts have access`;

/** Most administration does not work across accounts, but grants and all use of the key do (KMS Developer Guide). */
export const externalAccountFull = statementRule({
  code: "external-account-full",
  severity: "security",
  title: "Another account has far-reaching rights",
  page: () => ({
    trigger:
      "Another account, an identity of one, or another organization than the configuration's, gets kms:*, or actions that change the policy, disable or delete the key.",
    why: "Administration does not work across accounts, but grants and all use of the key do, and the list says more than is meant.",
    fix: "List the operations that it needs. kmspol grant-account writes them.",
    example:
      '"Action": "kms:*" for 444455556666  =>  ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]',
  }),
  needs: ["account"],
  run: (statement, context) => {
    const found = powers(statement);
    if (found.length === 0) return [];
    return outsidersOf(statement, context).map((outsider) => ({
      at: outsider.at,
      ...gets(outsider, context, found),
    }));
  },
});

/** Who from elsewhere can use the key; that account's IAM must allow it too (KMS Developer Guide, other accounts). */
export const externalAccountAccess = statementRule({
  code: "external-account-access",
  severity: "warning",
  title: "Another account has access",
  page: () => ({
    trigger:
      "An Allow names another account, or an identity of one; or another organization than the one that the configuration names. Who has the access only as a member of that one, or is of a trusted account, is no finding.",
    why: "It is for information: that account's own IAM decides which of its identities have the access.",
    fix: "Make sure that the account is meant. kmspol revoke-account takes it out.",
    example: "arn:aws:iam::444455556666:root in the policy of a key of 111122223333",
  }),
  needs: ["account"],
  run: (statement, context) =>
    reaches(statement)
      ? outsidersOf(statement, context)
          .filter(isNotTrusted(context))
          .map((outsider) => ({
            at: outsider.at,
            message: isOf(outsider, context),
            hint:
              outsider.organization === undefined
                ? "make sure that the account is meant; its own IAM policies must allow the use too"
                : "make sure that the organization is meant; the IAM policies of its accounts must allow the use too",
          }))
      : [],
});

/** An account of which only a name is known may turn out to be the key's own. */
const mayBeOwn = ({ value }: PrincipalView): boolean =>
  whyOpaque(value) !== undefined && !isAnotherAccount(value);

/** Operations that KMS refuses to callers from another account (KMS API, "Cross-account use"). */
export const externalActionInert = actionRule({
  code: "external-action-inert",
  severity: "warning",
  title: "The action does not work from another account",
  page: () => ({
    trigger:
      "All principals of an Allow are of other accounts, and the action is one that KMS refuses across accounts.",
    why: "It has no effect.",
    fix: "Remove it.",
    example: '["kms:Decrypt", "kms:PutKeyPolicy"] for 444455556666  =>  ["kms:Decrypt"]',
  }),
  explainsNoEffect: true,
  needs: ["account"],
  run: (at, statement, { facts }) => {
    if (statement.effect !== "Allow" || statement.model.notAction || at.covers.length === 0) return undefined;
    if (at.covers.some(({ crossAccount, onKey }) => crossAccount || !onKey)) return undefined;
    const { principals, model } = statement;
    if (model.notPrincipal || !principals.every((entry) => isExternal(entry, facts) && !mayBeOwn(entry)))
      return undefined;
    return principals.length === 0
      ? undefined
      : { at, message: `${quoted(at.value)} does not work from another account`, hint: "remove it" };
  },
});

/** An account that belongs to a vendor, with nothing that limits which of its customers the access serves. */
export const thirdPartyWithoutId = principalRule({
  code: "third-party-without-id",
  severity: "suggestion",
  title: "A vendor's account has access without a limit",
  page: () => ({
    trigger: "An account that is marked as a vendor's has access without any condition.",
    why: "Everybody at the vendor, and whoever tricks the vendor, can use the key.",
    fix: "Name the vendor's role, have it ask for an external id, or add a condition on the encryption context.",
    example: "arn:aws:iam::444455556666:root  =>  arn:aws:iam::444455556666:role/Reader",
  }),
  needs: ["vendor-accounts"],
  run: (at, statement, context) => {
    const { principal } = at;
    const vendors = context.options.vendorAccounts;
    if (principal.kind !== "account" || !vendors?.has(principal.account)) return undefined;
    if (statement.tests.length > 0 || !isEffectiveAllow(statement, context)) return undefined;
    return {
      at,
      message: `the vendor account ${named(principal.account, context)} has access without a limit`,
      hint: "name the vendor's role, or add a condition on the encryption context",
    };
  },
});
