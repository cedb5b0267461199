import type { Statement } from "../../../policy/model.ts";
import type { BoundPolicy } from "../../../world/types.ts";
import { coversAction, everyAction } from "../action-set.ts";
import type { PrincipalSet } from "../callers/principal-set.ts";
import type { Clause, Terms } from "../clause.ts";
import { compileCondition } from "../conditions/compile-condition.ts";
import { openTest } from "../conditions/open-test.ts";
import type { TestTable } from "../conditions/test-table.ts";
import { remembering } from "../group-by.ts";
import { firstKnown, valuesOfKey, valuesOfResource } from "../routes/known-values.ts";
import { clauseResolver } from "../routes/resolved-clause.ts";
import type { OverQuestion } from "./question.ts";

/** Reads the policies of one level of an organization as clauses for the callers given. */
export interface LevelReader {
  denies(level: readonly BoundPolicy[], principals: PrincipalSet): readonly Clause[];
  /** What the level does not allow, under the name of a lid; nothing for a level that allows everything, as FullAWSAccess does. */
  lid(level: readonly BoundPolicy[], principals: PrincipalSet, name: string): readonly Clause[];
}

/**
 * A reader for the actions of the question. What follows from the key is settled, what follows from the caller stays a test. A policy
 * whose text is not known may deny everything, and may allow it. Roles that are linked to a service are let alone by a test of their own.
 */
export const levelReader = (
  { facts, owner = "", world, actions }: OverQuestion,
  table: TestTable,
): LevelReader => {
  const resolver = clauseResolver(facts, table, actions);
  const known = firstKnown(valuesOfResource({ key: { facts }, world }, owner), valuesOfKey(facts));
  const numbered = new Map<string, Terms>();
  // Numbers of their own, below those of the key policies.
  const numberOf = (rest: Omit<Terms, "number">, actionsText: string): Terms =>
    remembering(numbered, `${rest.allow} ${actionsText} ${rest.tests.map(({ id }) => id).join()}`, () => ({
      ...rest,
      number: -1 - numbered.size,
    }));
  const unlinked = () => table.add(compileCondition(isUnlinked, false));
  const readings = (level: readonly BoundPolicy[], effect: Statement["effect"]): readonly Terms[] =>
    level.flatMap(({ name, content }) => {
      const allow = effect === "Allow";
      if ("unknown" in content) {
        const doubt = table.add(
          openTest("organization", "Organization", [name], `${name}: ${content.unknown}`),
        );
        return [numberOf({ allow, actions: everyAction, tests: [doubt] }, "*")];
      }
      const { statements, version } = content.policy;
      return statements
        .filter((statement) => statement.effect === effect)
        .flatMap((statement) => resolver.resolve(statement, version, known) ?? []);
    });
  return {
    denies: (level, principals) =>
      readings(level, "Deny").map(({ number, actions: set, tests }) => ({
        principals,
        terms: numberOf({ allow: false, actions: set, tests: [...tests, unlinked()] }, `${number}`),
      })),
    lid: (level, principals, lid) => {
      const allows = readings(level, "Allow");
      const isOpen = allows.some(
        ({ tests, actions: set }) =>
          tests.length === 0 && actions.every((action) => coversAction(set, action)),
      );
      if (isOpen || actions.length === 0) return [];
      const own = allows.map(({ number, actions: set, tests }) =>
        numberOf({ allow: true, actions: set, tests }, `${number}`),
      );
      const rest = numberOf({ allow: false, actions: everyAction, tests: [unlinked()] }, "*");
      return [rest, ...own].map((terms) => ({ principals, terms, lid }));
    },
  };
};

// Neither kind of policy binds them, wherever they are named (Organizations User Guide, "Service control policies").
const isUnlinked = {
  operator: "ArnNotLike",
  key: "aws:PrincipalArn",
  values: ["arn:*:iam::*:role/aws-service-role/*"],
};
