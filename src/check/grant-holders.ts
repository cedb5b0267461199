import type { Access } from "../access/types.ts";
import { mayAskEngine } from "./effort.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { isEffectiveAllow } from "./exposure.ts";
import { limitlessGrants } from "./grant-limits.ts";
import { canReach, isElsewhere } from "./reach.ts";
import { listedAccess } from "./listed-access.ts";
import type { CheckContext } from "./rule.ts";
import { isOwnAccount } from "./star-or-own.ts";
import type { PrincipalView, StatementView } from "./views.ts";

/** Who holds it: principals named one by one, everyone or services among them, or other accounts alone. */
export type GrantHolders = "named" | "accounts";

/**
 * Who gains kms:CreateGrant without a limit by the statement, and does not rule over the key anyhow: whoever may write its policy gains
 * nothing by a grant. Undefined where nobody does. An account only hands the right on to its IAM; whose account it is can be told where
 * the key's is known. NotAction has its own finding.
 */
export const grantHolders = (statement: StatementView, context: CheckContext): GrantHolders | undefined => {
  if (!statement.names.has("CreateGrant") || statement.model.notAction) return undefined;
  if (!isEffectiveAllow(statement, context)) return undefined;
  const concerned = statement.principals.filter((entry) => isConcerned(entry, context));
  if (concerned.length === 0 && !statement.model.notPrincipal) return undefined;
  const kind = concerned.every(({ principal }) => principal.kind === "account") ? "accounts" : "named";
  if (concerned.length > 0 && concerned.every((entry) => rulesPlainly(entry, statement, context)))
    return undefined;
  const denies = about(context, "Deny", "CreateGrant");
  if (statement.tests.length === 0 && denies.length === 0) return kind;
  const statements = [statement, ...denies].map(({ model }) => model);
  if (!mayAskEngine(context, statements)) return kind;
  const policy = limitlessGrants({ ...context.policy, statements });
  return listedAccess(policy, context.facts, ["kms:CreateGrant"]).some((access) => isHolder(access, context))
    ? kind
    : undefined;
};

const isConcerned = (entry: PrincipalView, { facts }: CheckContext): boolean =>
  entry.principal.kind !== "malformed" &&
  entry.principal.kind !== "unique-id" &&
  !isElsewhere(entry, facts) &&
  (entry.principal.kind !== "account" || (facts.account !== undefined && !isOwnAccount(entry, facts)));

// What is given by the own account's IAM is for that to limit; what is left of a deleted user holds nothing.
const isHolder = ({ principal, via }: Access, { facts }: CheckContext): boolean =>
  parsePrincipal("AWS", principal).kind !== "unique-id" &&
  (via === "key-policy" || (facts.account !== undefined && !principal.includes(facts.account)));

const about = ({ statements, facts }: CheckContext, effect: string, name: string): readonly StatementView[] =>
  statements.filter((other) => other.effect === effect && other.names.has(name) && canReach(other, facts));

const ruling = new Set(["user", "role", "session", "federated-user"]);

/** Whether an entry of the own account may write the policy too: by this statement, or by one without a condition; and no Deny speaks of it. */
const rulesPlainly = (entry: PrincipalView, statement: StatementView, context: CheckContext): boolean => {
  const { facts } = context;
  if (!ruling.has(entry.principal.kind) || !("account" in entry.principal)) return false;
  if (facts.account !== undefined && entry.principal.account !== facts.account) return false;
  if (about(context, "Deny", "PutKeyPolicy").length > 0) return false;
  return about(context, "Allow", "PutKeyPolicy").some(
    (other) =>
      !other.model.notPrincipal &&
      (other === statement || other.tests.length === 0) &&
      other.principals.some(({ value }) => value === entry.value),
  );
};
