import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { ownerOf } from "../../src/policy/owner.ts";
import type { AccessRequest } from "../../src/access/types.ts";
import { carries } from "../../src/access/engine/conditions/known-keys.ts";
import { levelOf } from "./inside-access.ts";
import { allowableActions } from "../../src/policy/kms-actions.ts";
import type { Policy, Statement } from "../../src/policy/model.ts";
import { corpusPairs, corpusPolicy, validPolicies, without } from "./corpus.ts";
import { sample, times } from "../support/long-form.ts";

const factsOf = (...policies: readonly Policy[]) => ({ account: ownerOf(policies, {}) });

test("no policy of the corpus differs from itself", () => {
  for (const name of validPolicies) {
    const policy = corpusPolicy(name);
    expect([name, compareAccess(policy, policy, {})]).toEqual([
      name,
      { equivalent: true, gained: [], lost: [] },
    ]);
  }
});

test("each policy of the corpus is listed; what is undecided says why", () => {
  const undecided = validPolicies.flatMap((name) =>
    listAccess(corpusPolicy(name), {}).flatMap(({ principal, undecided: why }) =>
      why === undefined ? [] : [{ name, principal, why }],
    ),
  );
  for (const { why } of undecided) expect(why.length).toBeGreaterThan(20);
  // In a part of a policy nothing may tell whose the key is.
  const rest = undecided.filter(({ why }) => !why.includes("the account that owns the key is not known"));
  expect(rest.length).toBeLessThan(30);
});

test("a statement of the corpus can only be dropped unseen when no request tells the difference", () => {
  let dropped = 0;
  for (const name of sample(validPolicies, 30)) {
    const policy = corpusPolicy(name);
    for (const statement of policy.statements) {
      const rest = without(policy, statement.index);
      if (!compareAccess(policy, rest, {}).equivalent) dropped += 1;
      else
        expect([name, statement.index, differing(policy, rest, statement)]).toEqual([
          name,
          statement.index,
          undefined,
        ]);
    }
  }
  expect(dropped).toBeGreaterThan(times(50, 650));
});

test("every pair of versions is compared, both ways alike", () => {
  for (const [older, newer] of corpusPairs) {
    const [before, after] = [corpusPolicy(older), corpusPolicy(newer)];
    const there = compareAccess(before, after, {});
    const back = compareAccess(after, before, {});
    expect([older, back.gained, back.lost]).toEqual([older, there.lost, there.gained]);
  }
});

// Requests made from what the statement itself says: its principals, actions and condition values, and some that it does not say.
const differing = (before: Policy, after: Policy, statement: Statement): AccessRequest | undefined => {
  const facts = factsOf(before, after);
  return requestsFor(statement, facts.account ?? "111122223333").find(
    (request) =>
      levelOf(evaluate(before, request, facts).decision) !==
      levelOf(evaluate(after, request, facts).decision),
  );
};

const requestsFor = (statement: Statement, account: string): readonly AccessRequest[] => {
  const named = statement.principals.flatMap(({ type, value }) => {
    const root = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
    if (root !== undefined) return [`root-user:${root}`, `arn:aws:iam::${root}:role/Somebody`];
    return value === "*"
      ? [`arn:aws:iam::999999999999:user/Any`, `arn:aws:iam::${account}:user/Any`]
      : [type === "Service" ? `service:${value}` : value];
  });
  const actions = [
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "kms:DescribeKey",
  ];
  const listed = statement.actions.filter((action) => allowableActions.includes(action));
  return named.flatMap((principal) =>
    [...new Set([...actions, ...listed])].flatMap((action) =>
      contextsFor(statement, action).map((context) => ({ principal, action, context })),
    ),
  );
};

const contextsFor = ({ conditions }: Statement, action: string): readonly AccessRequest["context"][] => {
  const met = conditions
    .filter(({ key, operator }) => carries(action, key) && !/^(null|not|stringnot|arnnot)/i.test(operator))
    .map(({ key, values }) => [key, (values[0] ?? "").replaceAll("*", "x").replaceAll("?", "y")] as const);
  const full = Object.fromEntries(met);
  const lacking = met.map(([key]) => Object.fromEntries(met.filter(([other]) => other !== key)));
  return [{}, full, ...lacking];
};
