import { grantHolders } from "../../grant-holders.ts";
import { hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { statementRule } from "../../rule.ts";
import type { ActionView } from "../../views.ts";

const givesGrants = ({ covers }: ActionView): boolean => covers.some(({ name }) => name === "CreateGrant");

const namesIt = ({ value }: ActionView): boolean => /^kms:creategrant\*?$/i.test(value);

/** Whoever may create grants may give every operation to anyone in any account (KMS Developer Guide, grants). */
export const grantUnrestricted = statementRule((statement, context) => {
  const at = statement.actions.find((action) => givesGrants(action) && namesIt(action));
  if (!at || grantHolders(statement, context) === undefined) return undefined;
  return {
    at,
    message: "kms:CreateGrant without a limit lets its holder give any operation to anyone",
    hint: 'add "Bool": { "kms:GrantIsForAWSResource": "true" }, or limit kms:GranteePrincipal or kms:GrantOperations',
  };
});

/**
 * `kms:Create*` covers CreateGrant beside CreateAlias (KMS Developer Guide, key administrators, warning). Where all of the key is given
 * to another account, external-account-full says it.
 */
export const adminWildcardGrants = statementRule((statement, context) => {
  const at = statement.actions.find((action) => givesGrants(action) && !namesIt(action));
  if (!at || !hasWildcard(at.value) || statement.actions.some(namesIt)) return undefined;
  const holders = grantHolders(statement, context);
  const full = at.covers.some(({ name }) => name === "PutKeyPolicy");
  if (holders === undefined || (full && holders === "accounts")) return undefined;
  return {
    at,
    message: `${quoted(at.value)} covers kms:CreateGrant: its holder can give any operation to anyone`,
    // Of kms:* nobody means aliases alone.
    hint: /^kms:create/i.test(at.value)
      ? "write kms:CreateAlias, or list the actions that are meant"
      : "list the actions that are meant, kms:CreateGrant not among them",
  };
});
