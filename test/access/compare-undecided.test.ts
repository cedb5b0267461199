import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { app, facts, own, policyOf, when } from "./compare-fixtures.ts";

// What cannot be decided is listed with its reason, never left out.
test.each([
  ["an unknown operator", [when({ StringResembles: { "kms:ViaService": "a" } })], /stringresembles/i],
  ["a bound that is no number", [when({ NumericLessThan: { "aws:MultiFactorAuthAge": "soon" } })], /soon/],
  ["a group", [{ Principal: { AWS: `arn:aws:iam::${own}:group/Ops` } }], /group\/Ops/],
  [
    "a Resource that may be another key",
    [{ Resource: `arn:aws:kms:eu-west-1:${own}:key/1` }],
    /ARN was not given/,
  ],
  [
    "NotPrincipal that lists the role and not its account",
    [{}, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: app } }],
    /NotPrincipal/,
  ],
] as const)("undecided, with the reason: %s", (_what, statements, reason) => {
  const policy = policyOf(statements);
  const entries = listAccess(policy, facts);
  expect(entries.length).toBeGreaterThan(0);
  for (const { undecided } of entries) expect(undecided).toMatch(reason);
  expect(compareAccess(policy, policy, facts).equivalent).toBe(true);
});
