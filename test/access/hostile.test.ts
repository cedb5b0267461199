import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import {
  accessModel,
  allSteps,
  allStepsForWords,
  stepsForExploring,
} from "../../src/access/engine/access-model.ts";
import { type AccessModel } from "../../src/access/engine/model.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import { findAccess } from "../../src/access/engine/finding-access.ts";
import { tellAccess } from "../../src/access/engine/words/tell-access.ts";
import type { ConditionTest, Policy, Statement } from "../../src/policy/model.ts";
import { times } from "../support/long-form.ts";

// The work decides how long it takes, not the clock of a busy machine.
vi.setConfig({ testTimeout: 900_000 });

// Policies made to blow an engine up, as large as KMS takes them. What counts is steps, not time: see bench/ for that.
const own = "111122223333";
const facts = { account: own, partition: "aws" };
const runs = Number(process.env["KMSPOL_HOSTILE_RUNS"] ?? times(1, 3));
/** In the short form policies of a quarter of that: the budgets of steps end these as well. */
const part = times(1 / 4, 1);
const largest = 32_768 * part;

const letter = fc.constantFrom("a", "b", "c", "d", "e");
const overlapping = fc
  .array(letter, { minLength: 1, maxLength: 4 })
  .map((letters) => `*${letters.join("*")}*`);
const account = fc.integer({ min: 0, max: 40 }).map((number) => String(222_200_000_000 + number));

const condition: fc.Arbitrary<ConditionTest> = fc.oneof(
  fc.record({
    operator: fc.constantFrom(
      "StringLike",
      "StringNotLike",
      "ForAnyValue:StringLike",
      "ForAllValues:StringNotLike",
    ),
    key: fc.integer({ min: 0, max: 19 }).map((number) => `kms:EncryptionContext:k${number}`),
    values: fc.array(overlapping, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    operator: fc.constantFrom("ForAnyValue:StringLike", "ForAllValues:StringLike"),
    key: fc.constantFrom("aws:PrincipalOrgPaths", "kms:EncryptionContextKeys", "aws:CalledVia"),
    values: fc.array(overlapping, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    operator: fc.constantFrom("ArnLike", "ArnNotLike", "StringLike"),
    key: fc.constant("aws:PrincipalArn"),
    values: fc
      .array(overlapping, { minLength: 1, maxLength: 4 })
      .map((names) => names.map((name) => `arn:aws:iam::*:role/${name}`)),
  }),
  fc.record({
    operator: fc.constantFrom("StringLike", "StringNotLike"),
    key: fc.constantFrom("kms:CallerAccount", "aws:PrincipalAccount"),
    values: fc.array(fc.constantFrom("*1*2*", "*3*", "2*4*", "*5*5*", "1*"), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    operator: fc.constantFrom("NumericLessThan", "StringResembles", "IpAddress", "StringEquals"),
    key: fc.constantFrom("aws:MultiFactorAuthAge", "aws:SourceIp", "aws:PrincipalTag/team"),
    values: fc.array(fc.constantFrom("1", "10.0.0.0/8", "${aws:username}", "x", "2001:db8::/32"), {
      minLength: 1,
    }),
  }),
);

const statement: fc.Arbitrary<Statement> = fc.record({
  index: fc.constant(0),
  sid: fc.constant(undefined),
  effect: fc.constantFrom("Allow", "Deny"),
  principals: fc.oneof(
    fc.constant([{ type: "AWS", value: "*" }]),
    fc.array(
      account.map((id) => ({ type: "AWS", value: `arn:aws:iam::${id}:root` })),
      { minLength: 1, maxLength: 6 },
    ),
  ),
  notPrincipal: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  actions: fc.array(
    fc.oneof(
      fc.constant("kms:*"),
      overlapping.map((name) => `kms:${name}`),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  notAction: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  resources: fc.constant(["*"]),
  notResource: fc.constant(false),
  conditions: fc.array(condition, { minLength: 1, maxLength: 12 }),
  inert: fc.constant(undefined),
});

// As many statements as fit: each is counted by the text that it would have.
const policy: fc.Arbitrary<Policy> = fc
  .array(statement, { minLength: 60 * part, maxLength: 120 * part })
  .map((statements) => {
    let left = largest;
    const fitting = statements.filter((some) => (left -= JSON.stringify(some).length * 0.7) > 0);
    return {
      version: "2012-10-17",
      id: undefined,
      statements: fitting.map((some, index) => ({ ...some, index })),
    };
  });

const spentBy = ({ budget, budgets }: AccessModel): readonly number[] => [
  (allSteps - budget.left) / allSteps,
  (stepsForExploring - budgets.exploring.left) / stepsForExploring,
  (allStepsForWords - budgets.words.left) / allStepsForWords,
];

test(`hostile policies at the size limit end within the budget of steps, decided or undecided (${runs} pairs)`, () => {
  let undecided = 0;
  fc.assert(
    fc.property(policy, policy, (before, after) => {
      const model = accessModel(before, after, facts, allowableActions);
      for (const side of ["before", "after"] as const) {
        for (const told of findAccess(model, side).flatMap((found) => tellAccess(model, side, found))) {
          if (told.undecided !== undefined) undecided += 1;
          expect(told.undecided).not.toBe("");
        }
      }
      for (const share of spentBy(model)) expect(share).toBeLessThan(1.5);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(undecided).toBeGreaterThan(0);
});

test("a hostile policy is the same as itself, whatever of it cannot be decided", () => {
  fc.assert(
    fc.property(policy, (some) => {
      expect(compareAccess(some, some, facts)).toEqual({ equivalent: true, gained: [], lost: [] });
    }),
    { numRuns: 1, endOnFailure: true },
  );
});
