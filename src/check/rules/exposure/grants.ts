import { isEffectiveAllow } from "../../exposure.ts";
import { hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, type CheckContext } from "../../rule.ts";
import { isOwnAccount } from "../../star-or-own.ts";
import type { ActionView, PrincipalView, StatementView, TestView } from "../../views.ts";

const limits = new Set([
  "kms:grantisforawsresource",
  "kms:granteeprincipal",
  "kms:granteeserviceprincipal",
  "kms:grantoperations",
]);

/** A condition that limits what is granted, or to whom. */
const isLimited = ({ tests }: StatementView): boolean =>
  tests.some(
    (test) =>
      isThroughService(test) ||
      (limits.has(test.folded) &&
        !test.operator.negated &&
        test.operator.family !== "Null" &&
        !(test.operator.family === "Bool" && test.values.some(({ text }) => text.toLowerCase() === "false"))),
  );

/** The named services create the grants, for themselves: the caller chooses neither grantee nor operations (kms:ViaService). */
const isThroughService = ({ folded, operator, values }: TestView): boolean =>
  folded === "kms:viaservice" &&
  operator.family === "String" &&
  !operator.negated &&
  !operator.ifExists &&
  operator.set !== "ForAllValues" &&
  values.every(({ text }) => /^[\w-]+\./.test(text));

// An account only hands the right on to its IAM; whose account it is can be told where the key's is known.
const isConcerned = (entry: PrincipalView, { facts }: CheckContext): boolean =>
  entry.principal.kind !== "malformed" &&
  entry.principal.kind !== "unique-id" &&
  (entry.principal.kind !== "account" || (facts.account !== undefined && !isOwnAccount(entry, facts)));

const givesGrants = ({ covers }: ActionView): boolean => covers.some(({ name }) => name === "CreateGrant");

const namesIt = ({ value }: ActionView): boolean => /^kms:creategrant\*?$/i.test(value);

const mayGrant = (statement: StatementView, context: CheckContext, accounts: boolean): boolean =>
  isEffectiveAllow(statement, context) &&
  !statement.model.notAction &&
  !isLimited(statement) &&
  statement.principals.some(
    (entry) => isConcerned(entry, context) && (accounts || entry.principal.kind !== "account"),
  );

/** Whoever may create grants may give every operation to anyone in any account (KMS Developer Guide, grants). */
export const grantUnrestricted = statementRule((statement, context) => {
  const at = statement.actions.find((action) => givesGrants(action) && namesIt(action));
  if (!at || !mayGrant(statement, context, true)) return undefined;
  return {
    at,
    message: "kms:CreateGrant without a limit lets its holder give any operation to anyone",
    hint: 'add "Bool": { "kms:GrantIsForAWSResource": "true" }, or limit kms:GranteePrincipal or kms:GrantOperations',
  };
});

/** `kms:Create*` covers CreateGrant beside CreateAlias (KMS Developer Guide, key administrators, warning). */
export const adminWildcardGrants = statementRule((statement, context) => {
  const at = statement.actions.find((action) => givesGrants(action) && !namesIt(action));
  if (!at || !hasWildcard(at.value) || !mayGrant(statement, context, false)) return undefined;
  return {
    at,
    message: `${quoted(at.value)} covers kms:CreateGrant: its holder can give any operation to anyone`,
    // Of kms:* nobody means aliases alone.
    hint: /^kms:create/i.test(at.value)
      ? "write kms:CreateAlias, or list the actions that are meant"
      : "list the actions that are meant, kms:CreateGrant not among them",
  };
});
