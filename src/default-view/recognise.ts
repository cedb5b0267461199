import { matchesWildcards } from "../access/evaluator/wildcard.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ConditionTest, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { allowableActions } from "../policy/kms-actions.ts";
import { actionsIn, expandActions, isSame, isSubset, without, type ActionSet } from "./action-set.ts";
import {
  adminBase,
  adminEverything,
  deletionActions,
  grantActions,
  possibleUseActions,
  tagActions,
  type Part,
} from "./rights.ts";

const everything: ActionSet = new Set(allowableActions);
const baseSet = expandActions(adminBase);
const adminSet = expandActions(adminEverything);
const grantSet = expandActions(grantActions);

/**
 * Which of the console's four statements this one is, by what it grants: exactly that part's rights (any historic
 * version of them, under any Sid), on this key, without a condition but the part's own; else undefined.
 */
export const partOf = (statement: Statement, facts: KeyFacts): Part | undefined => {
  if (!isPlainAllow(statement)) return undefined;
  const given = actionsIn(statement);
  if (statement.conditions.length > 0) {
    return statement.conditions.every(isGrantCondition) && isSame(given, grantSet) ? "grants" : undefined;
  }
  if (isSame(given, everything)) return isOwnAccountOnly(statement, facts) ? "delegation" : undefined;
  if (isAdminSet(given)) return "admin";
  return possibleUseActions(facts).some((actions) => isSame(given, expandActions(actions)))
    ? "use"
    : undefined;
};

/** An Allow that names its principals and actions, on `"*"` alone. */
const isPlainAllow = (statement: Statement): boolean =>
  statement.effect === "Allow" &&
  statement.inert === undefined &&
  !statement.notPrincipal &&
  !statement.notAction &&
  !statement.notResource &&
  statement.resources.every((resource) => resource === "*");

/** The console's base list, and of the additions over the years those that come in pairs whole or not at all. */
const isAdminSet = (given: ActionSet): boolean => {
  const paired = [tagActions, deletionActions].every((pair) => {
    const held = pair.filter((action) => given.has(action)).length;
    return held === 0 || held === pair.length;
  });
  return isSubset(baseSet, given) && isSubset(given, adminSet) && paired;
};

/** `Bool kms:GrantIsForAWSResource true`, in any case, quoted or not. */
export const isGrantCondition = ({ operator, key, values }: ConditionTest): boolean =>
  operator.toLowerCase() === "bool" &&
  key.toLowerCase() === "kms:grantisforawsresource" &&
  values.length === 1 &&
  values[0]?.toLowerCase() === "true";

const isOwnAccountOnly = ({ principals }: Statement, facts: KeyFacts): boolean =>
  principals.every(({ type, value }) => isOwnAccount(type, value, facts));

/**
 * True for the key's own account as a principal (root ARN or 12 digits). Unknown accounts are nobody's own, and an account
 * of another partition is another one.
 */
export const isOwnAccount = (type: string, value: string, facts: KeyFacts): boolean => {
  const principal = parsePrincipal(type, value);
  if (principal.kind !== "account" || principal.account !== facts.account) return false;
  const { partition } = principal;
  return partition === undefined || facts.partition === undefined || partition === facts.partition;
};

/** True where the statement's Resource covers this key; another key's ARN makes a statement inert. */
export const appliesToKey = ({ resources, notResource }: Statement, facts: KeyFacts): boolean => {
  const named = resources.some((resource) =>
    facts.arn === undefined
      ? /^\*$|^arn:[^:]*:kms:.*:key\//.test(resource)
      : matchesWildcards(resource, facts.arn),
  );
  return named !== notResource;
};

/** An Allow without condition that names its principals, takes effect on this key: what it gives, it gives for sure. */
export const isCertain = (statement: Statement, facts: KeyFacts): boolean =>
  statement.effect === "Allow" &&
  statement.inert === undefined &&
  !statement.notPrincipal &&
  statement.conditions.length === 0 &&
  appliesToKey(statement, facts);

/** True where the statement hands the whole key to the IAM policies of the key's own account. */
export const delegatesToIam = (statement: Statement, facts: KeyFacts): boolean =>
  isCertain(statement, facts) &&
  statement.principals.some(({ type, value }) => isOwnAccount(type, value, facts)) &&
  without(everything, actionsIn(statement)).size === 0;
