import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest, Statement } from "../../policy/model.ts";
import { usageClassOf } from "../../policy/key-usage.ts";
import { type ActionSet, expandActions, without } from "../action-set.ts";
import { haveSameTests } from "../condition-tests.ts";
import { isGrantCondition } from "../recognise.ts";
import { reading } from "../role-rights.ts";
import type { Taking } from "../take.ts";
import { isSetTest } from "./permission-sets.ts";
import { onlyActions, type OnlyRole, possibleOnlyActions, roleNames } from "./only-role.ts";

const nothing: ActionSet = new Set();

/**
 * The rights behind words of `--only`; those to grants count where they are for AWS services. Throws RefusedError
 * (`role-not-of-key`) where the kind of key is known and has none of the sort.
 */
export const onlyRights = (roles: readonly OnlyRole[], facts: KeyFacts): Taking => {
  if (usageClassOf(facts) !== undefined) roles.forEach((role) => onlyActions(role, facts));
  const plain = expandActions(
    roles.filter((role) => role !== "grants").flatMap((role) => possibleOnlyActions(role, facts).flat()),
  );
  const grants = roles.includes("grants")
    ? expandActions(possibleOnlyActions("grants", facts).flat())
    : nothing;
  const core = without(plain, reading);
  const granted = ({ conditions }: Statement) => (conditions.some(isGrantCondition) ? grants : nothing);
  return {
    what: roles.map((role) => roleNames[role]).join(" and "),
    everything: new Set([...plain, ...grants]),
    all: (statement) => new Set([...plain, ...granted(statement)]),
    core: (statement) => new Set([...core, ...granted(statement)]),
  };
};

/** The same rights, taken from those statements alone that give them under just these conditions. */
export const underJust = (taking: Taking, limits: readonly ConditionTest[]): Taking => ({
  ...taking,
  core: (statement) => (isUnderJust(statement, limits) ? taking.core(statement) : nothing),
});

const isUnderJust = ({ conditions }: Statement, limits: readonly ConditionTest[]): boolean =>
  haveSameTests(
    conditions.filter((test) => !isGrantCondition(test) && !isSetTest(test)),
    limits,
  );
