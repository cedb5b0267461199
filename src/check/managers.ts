import { type Candidate, candidatesOf } from "../access/lockout/candidates.ts";
import { managersAmong } from "../access/lockout/managers.ts";
import type { CheckContext } from "./rule.ts";
import { isExternal, isOwnAccount } from "./star-or-own.ts";
import type { StatementView } from "./views.ts";

const managing = new Set(["everyone", "account", "user", "role", "session", "federated-user"]);

/** Whether the statement plainly lets someone change the policy: no condition, no NotPrincipal, and no Deny that could interfere. */
export const managesPlainly = (statement: StatementView, { statements, facts }: CheckContext): boolean =>
  allowsPut(statement) &&
  statement.tests.length === 0 &&
  !statement.model.notPrincipal &&
  statement.principals.some((entry) => managing.has(entry.principal.kind) && !isExternal(entry, facts)) &&
  !statements.some((other) => other.effect === "Deny" && other.names.has("PutKeyPolicy"));

/** Whether it is an Allow that speaks of PutKeyPolicy. */
export const allowsPut = ({ effect, model, names }: StatementView): boolean =>
  effect === "Allow" && model.inert === undefined && names.has("PutKeyPolicy");

/** The Allow statements that let the key's own account hand PutKeyPolicy on to its IAM. */
export const delegations = ({ statements, facts }: CheckContext): readonly StatementView[] =>
  statements.filter(
    (statement) =>
      allowsPut(statement) &&
      !statement.model.notPrincipal &&
      statement.principals.some((entry) => isOwnAccount(entry, facts)),
  );

/** Comparisons of a candidate with a condition's value. A policy of legal size with full ARNs needs less; short patterns need more. */
const farTooMany = 1_000_000;

/**
 * Everybody who may be able to change the policy, one after the other: whoever needs to know of one has no more worked out. Undefined
 * where there are too many patterns to try.
 */
export const managersIn = ({ policy, facts }: CheckContext): Iterable<Candidate> | undefined => {
  const candidates = candidatesOf(policy, facts);
  const values = policy.statements.flatMap(({ conditions }) => conditions.flatMap((test) => test.values));
  return candidates.length * values.length > farTooMany
    ? undefined
    : managersAmong(candidates, policy, facts);
};
