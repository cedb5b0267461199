import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import type { ConditionTest, Policy, PrincipalEntry, Statement } from "../../src/policy/model.ts";
import { own, policy, policyWithVariables } from "./generate.ts";
import { times } from "../support/long-form.ts";

// What changes the text and not the access (IAM User Guide, "Grammar of the IAM JSON policy language"): each is applied or not, at random.
interface Spelling {
  readonly seed: number;
  readonly duplicates: boolean;
  readonly upperActions: boolean;
  readonly lowerKeys: boolean;
  readonly bareAccounts: boolean;
  readonly newNames: boolean;
  /** Several principals, actions or values of a condition become several statements. */
  readonly split: "nothing" | "principals" | "actions" | "values";
}

const spelling: fc.Arbitrary<Spelling> = fc.record({
  seed: fc.nat(1000),
  duplicates: fc.boolean(),
  upperActions: fc.boolean(),
  lowerKeys: fc.boolean(),
  bareAccounts: fc.boolean(),
  newNames: fc.boolean(),
  split: fc.constantFrom("nothing", "principals", "actions", "values"),
});

const rotated = <Item>(items: readonly Item[], { seed, duplicates }: Spelling): Item[] => {
  const at = items.length === 0 ? 0 : seed % items.length;
  const turned = [...items.slice(at), ...items.slice(0, at)];
  return duplicates && turned[0] !== undefined ? [...turned, turned[0]] : turned;
};

const respelled = (before: Policy, how: Spelling): Policy => ({
  ...before,
  id: how.newNames ? "another id" : before.id,
  statements: rotated(
    before.statements.flatMap((statement) => splitUp(statement, how)),
    how,
  ).map((statement, index) => respelledStatement(statement, index, how)),
});

// Lists are ors (IAM User Guide, "Conditions with multiple context keys or values"), but for what is negated: that is a nor.
const splitUp = (statement: Statement, { split }: Spelling): readonly Statement[] => {
  if (split === "principals") return statement.principals.map((one) => ({ ...statement, principals: [one] }));
  if (split === "actions" && !statement.notAction)
    return statement.actions.map((one) => ({ ...statement, actions: [one] }));
  const [first, ...others] = statement.conditions;
  if (split !== "values" || !first || !isOr(first)) return [statement];
  return first.values.map((value) => ({
    ...statement,
    conditions: [{ ...first, values: [value] }, ...others],
  }));
};

const isOr = ({ operator }: ConditionTest): boolean => !/not|forallvalues|^null/i.test(operator);

const respelledStatement = (statement: Statement, index: number, how: Spelling): Statement => ({
  ...statement,
  index,
  sid: how.newNames ? `A new name ${index}` : statement.sid,
  principals: rotated(statement.principals, how).map((entry) => respelledPrincipal(entry, how)),
  actions: rotated(statement.actions, how).map((action) =>
    how.upperActions ? action.toUpperCase() : action,
  ),
  conditions: rotated(statement.conditions, how).map((condition) => respelledCondition(condition, how)),
});

const respelledPrincipal = ({ type, value }: PrincipalEntry, { bareAccounts }: Spelling): PrincipalEntry => {
  const account = /^arn:aws:iam::(\d{12}):root$/.exec(value)?.[1];
  if (bareAccounts && account !== undefined) return { type, value: account };
  return !bareAccounts && /^\d{12}$/.test(value)
    ? { type, value: `arn:aws:iam::${value}:root` }
    : { type, value };
};

const respelledCondition = ({ operator, key, values }: ConditionTest, how: Spelling): ConditionTest => ({
  operator: sameOperator(operator, values),
  key: how.lowerKeys ? key.toLowerCase() : key,
  values: rotated(values, how).map((value) => (/^Bool/.test(operator) ? value.toUpperCase() : value)),
});

// ArnEquals is ArnLike; without a wildcard StringLike is StringEquals (IAM User Guide, "Condition operators").
const sameOperator = (operator: string, values: readonly string[]): string => {
  const plain = values.every((value) => !/[*?]/.test(value.replace(/\$\{[^}]*\}/g, "")));
  const arn = operator.replace(/Arn(Not)?Like/, "Arn$1Equals");
  return plain ? arn.replace(/String(Not)?Like/, "String$1Equals") : arn;
};

test.each([
  ["a policy", policy],
  ["a policy with variables", policyWithVariables],
] as const)(
  "%s spelled in another way gives the same access",
  (_what, policies) => {
    fc.assert(
      fc.property(policies, spelling, (before, how) => {
        expect(compareAccess(before, respelled(before, how), { account: own })).toEqual({
          equivalent: true,
          gained: [],
          lost: [],
        });
      }),
      { numRuns: Math.ceil((600 * Number(process.env["KMSPOL_PROPERTY_RUNS"] ?? times(100, 1600))) / 1600) },
    );
  },
  600_000,
);
