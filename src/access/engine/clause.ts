import type { KeyFacts } from "../../policy/key-facts.ts";
import type { ConditionTest, Policy, Statement } from "../../policy/model.ts";
import type { ActionSet } from "./action-set.ts";
import { compileCondition } from "./conditions/compile-condition.ts";
import { keysOfKey } from "./conditions/known-keys.ts";
import { openValue, type Tie } from "./conditions/open-value.ts";
import { mostWays, splitConditions } from "./conditions/split-condition.ts";
import type { Test } from "./conditions/condition-test.ts";
import { remembering } from "./group-by.ts";
import type { PrincipalSet } from "./callers/principal-set.ts";
import { readingsOf, type StatementReading } from "./open-readings.ts";
import { resourceTest } from "./conditions/resource-test.ts";
import { valuesOfKey } from "./routes/known-values.ts";
import { withKnownVariables } from "./routes/known-variables.ts";
import type { TestTable } from "./conditions/test-table.ts";
import type { Ownership } from "./callers/callers.ts";

/** A statement that can take effect, made ready to be decided. */
export interface Clause {
  readonly principals: PrincipalSet;
  readonly terms: Terms;
  /** It is of a level of an organization: of those of one name the one that denies is void where one allows. */
  readonly lid?: string;
}

/** What a statement says, whoever it speaks of. Statements that are written alike in this share one object. */
export interface Terms {
  readonly number: number;
  readonly allow: boolean;
  readonly actions: ActionSet;
  /** All must hold. */
  readonly tests: readonly Test[];
}

/** Reads the statements of a policy that can have an effect on this key; policies read by one reader share their terms. */
export const clauseReader = (
  facts: KeyFacts,
  { owner, partition }: Pick<Ownership, "owner" | "partition">,
  table: TestTable,
): ((policy: Policy) => readonly Clause[]) => {
  const known = new Map<string, readonly Terms[]>();
  const counter = { next: 0 };
  return ({ statements, version }) =>
    statements.flatMap((statement) => {
      if (statement.inert !== undefined) return [];
      const variables = version === "2012-10-17";
      return readingsOf(statement, partition).flatMap((reading) => {
        const under = reading.doubts.map(({ key }) => key).join();
        const terms = remembering(known, `${variables} ${textOfTerms(statement)} ${under}`, () =>
          termsOf(statement, reading, counter, { facts, owner, table, variables }),
        );
        return terms.map((each) => ({ principals: reading.principals, terms: each }));
      });
    });
};

const textOfTerms = (statement: Statement): string => {
  const { effect, actions, notAction, resources, notResource, conditions } = statement;
  return JSON.stringify([effect, actions, notAction, resources, notResource, conditions]);
};

/** Under what a statement is read. */
interface Reading {
  readonly facts: KeyFacts;
  readonly owner: string | undefined;
  readonly table: TestTable;
  readonly variables: boolean;
}

// None for a statement about other keys; several where a condition has values that have to stand by themselves.
const termsOf = (
  statement: Statement,
  { actions, doubts }: StatementReading,
  counter: { next: number },
  { facts, owner, table, variables }: Reading,
): readonly Terms[] => {
  const resource = resourceTest(statement, facts, variables);
  if (resource === false) return [];
  const others = [...(resource === true ? [] : [resource]), ...doubts].map((test) => table.add(test));
  const known = keysOfKey(facts);
  const asked = statement.conditions.map(({ key }) => key.toLowerCase());
  // Two tests of a key may ask for the same, once one of them is filled in.
  const tieOf = (key: string): Tie =>
    asked.indexOf(key) !== asked.lastIndexOf(key) ? "test" : known.has(key) ? "key" : undefined;
  const waysOf = (one: ConditionTest): readonly (readonly Test[])[] =>
    openValue(ownerKnown(compileCondition(one, variables), owner), statement.effect, tieOf).map((way) =>
      way.map((test) => table.add(test)),
    );
  // A variable of the KMS key, such as ${aws:ResourceAccount}, is the same in every request.
  const { conditions } = variables ? withKnownVariables(statement, valuesOfKey(facts)) : statement;
  const ways = splitConditions(conditions, variables).flatMap((written) => eachOf(written.map(waysOf)));
  return ways.map((tests) => {
    counter.next += 1;
    return {
      number: counter.next,
      allow: statement.effect === "Allow",
      actions,
      tests: [...tests, ...others],
    };
  });
};

/**
 * One way of each, in all combinations. More than `mostWays` of them are not told apart: then the last way of each stands for it, which
 * holds or not as nobody knows.
 */
const eachOf = (all: readonly (readonly (readonly Test[])[])[]): readonly (readonly Test[])[] => {
  const isTooMuch = all.reduce((product, ways) => product * ways.length, 1) > mostWays;
  const few = isTooMuch ? all.map((ways) => ways.slice(-1)) : all;
  return few.reduce<readonly (readonly Test[])[]>(
    (combined, ways) => combined.flatMap((begun) => ways.map((way) => [...begun, ...way])),
    [[]],
  );
};

// Where the owner is not known, each account named may be it: what then rests on aws:ResourceAccount is not decided.
const ownerKnown = (test: Omit<Test, "id">, owner: string | undefined): Omit<Test, "id"> =>
  owner !== undefined || test.key !== "aws:resourceaccount"
    ? test
    : { ...test, matcher: { family: "opaque" }, doubt: "the account that owns the key is not known" };
