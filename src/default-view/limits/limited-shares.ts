import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest, Statement } from "../../policy/model.ts";
import { actionsIn, type ActionSet, expandActions, isSame, isSubset, without } from "../action-set.ts";
import { appliesToKey, isGrantCondition, partOf } from "../recognise.ts";
import { possibleUseActions } from "../rights.ts";
import { reading } from "../role-rights.ts";
import type { PermissionSet } from "../../policy/permission-set.ts";
import { isSetTest, setsIn } from "./permission-sets.ts";
import { onlyRoles, possibleOnlyActions } from "./only-role.ts";
import { isLimit } from "./limit.ts";
import { type Share, withoutDead } from "./share.ts";

/** What a statement gives those whom it names, in the words of the verbs, and under which of their conditions. */
export interface LimitedShares {
  readonly may: readonly Share[];
  readonly limits: readonly ConditionTest[];
  /** Permission sets that alone are let in; empty where the principals are. */
  readonly sets: readonly PermissionSet[];
}

/**
 * Reads a statement as a share: less than the whole of a role, or a role under conditions that a flag of the verbs can write.
 * By what it grants, under whatever Sid; undefined for all others, the console's own parts among them, but for the grants.
 */
export const limitedShares = (statement: Statement, facts: KeyFacts): LimitedShares | undefined => {
  if (!isNamedAllow(statement, facts)) return undefined;
  const grants = statement.conditions.filter(isGrantCondition);
  const sets = setsIn(statement);
  const limits = statement.conditions.filter(
    (test) => !isGrantCondition(test) && !(sets.length > 0 && isSetTest(test)),
  );
  if (!limits.every(isLimit)) return undefined;
  const may = sharesOf(statement, grants, limits, facts, sets.length > 0);
  return may === undefined || may.length === 0 ? undefined : { may, limits, sets };
};

const isNamedAllow = (statement: Statement, facts: KeyFacts): boolean =>
  statement.effect === "Allow" &&
  statement.inert === undefined &&
  !statement.notPrincipal &&
  !statement.notAction &&
  !statement.notResource &&
  appliesToKey(statement, facts);

const sharesOf = (
  statement: Statement,
  grants: readonly ConditionTest[],
  limits: readonly ConditionTest[],
  facts: KeyFacts,
  isApart: boolean,
): readonly Share[] | undefined => {
  const part = partOf({ ...statement, conditions: grants, resources: ["*"] }, facts);
  const given = actionsIn(statement);
  if (
    part === "grants" ||
    (grants.length > 0 && isAlive(possibleOnlyActions("grants", facts), limits, given))
  )
    return ["grants"];
  if (grants.length > 0 || part === "delegation") return undefined;
  if (part === "admin") return limits.length > 0 || isApart ? ["admin"] : undefined;
  if (part === "use" || isAlive(possibleUseActions(facts), limits, given))
    return limits.length > 0 || isApart ? ["use"] : undefined;
  return wordsFor(given, limits, facts);
};

/** True where one of the lists, less what can never meet the conditions, is just what is given. */
const isAlive = (
  lists: readonly (readonly string[])[],
  limits: readonly ConditionTest[],
  given: ActionSet,
): boolean => lists.some((list) => isSame(expandActions(withoutDead(list, limits)), given));

/** The words whose rights make up what is given, looking at the key aside; undefined where something is left over. */
const wordsFor = (
  given: ActionSet,
  limits: readonly ConditionTest[],
  facts: KeyFacts,
): readonly Share[] | undefined => {
  const found = onlyRoles.flatMap((role) =>
    role === "grants"
      ? []
      : possibleOnlyActions(role, facts)
          .map((list) => expandActions(withoutDead(list, limits)))
          .filter((all) => without(all, reading).size > 0 && isSubset(without(all, reading), given))
          .map((all) => ({ role, all })),
  );
  const covered = new Set(found.flatMap(({ all }) => [...all]));
  return isSubset(given, covered) ? [...new Set(found.map(({ role }) => role))] : undefined;
};
