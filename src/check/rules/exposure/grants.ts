import { grantHolders } from "../../grant-holders.ts";
import { hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { statementRule } from "../../rule.ts";
import type { ActionView } from "../../views.ts";

const givesGrants = ({ covers }: ActionView): boolean => covers.some(({ name }) => name === "CreateGrant");

const namesIt = ({ value }: ActionView): boolean => /^kms:creategrant\*?$/i.test(value);

/** Whoever may create grants may give every operation to anyone in any account (KMS Developer Guide, grants). */
export const grantUnrestricted = statementRule({
  code: "grant-unrestricted",
  severity: "security",
  title: "Grants may be created for anyone",
  page: () => ({
    trigger:
      "A user, role, service or other account may call CreateGrant, without a condition on kms:GrantIsForAWSResource, kms:GranteePrincipal, kms:GranteeServicePrincipal, kms:GrantOperations or kms:ViaService.",
    why: "It may give any grantable operation, also ones that it has not itself, to anyone in any account.",
    fix: "Add the condition that AWS services use, or name the grantee.",
    example: '"kms:CreateGrant"  =>  the same with "Bool": { "kms:GrantIsForAWSResource": "true" }',
  }),
  run: (statement, context) => {
    const at = statement.actions.find((action) => givesGrants(action) && namesIt(action));
    if (!at || grantHolders(statement, context) === undefined) return undefined;
    return {
      at,
      message: "kms:CreateGrant without a limit lets its holder give any operation to anyone",
      hint: 'add "Bool": { "kms:GrantIsForAWSResource": "true" }, or limit kms:GranteePrincipal or kms:GrantOperations',
    };
  },
});

/**
 * `kms:Create*` covers CreateGrant beside CreateAlias (KMS Developer Guide, key administrators, warning). Where all of the key is given
 * to another account, external-account-full says it.
 */
export const adminWildcardGrants = statementRule({
  code: "admin-wildcard-grants",
  severity: "security",
  title: "A wildcard lets an administrator create grants",
  page: () => ({
    trigger:
      "A wildcard such as kms:Create* gives a user, role or everyone CreateGrant, without a limiting condition. The console's administrators have it.",
    why: "Who may create grants may give any operation of the key to anyone: an administrator can let themselves decrypt.",
    fix: "Write kms:CreateAlias where that was meant; otherwise know that administrators reach everything.",
    example: '"kms:Create*"  =>  "kms:CreateAlias"',
  }),
  run: (statement, context) => {
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
  },
});
