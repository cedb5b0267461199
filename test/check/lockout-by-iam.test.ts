import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { account, app, facts, only, rootStatement, statement, textOf } from "./fixture.ts";

// KMS refuses a policy that would lock its caller out (KMS API, PutKeyPolicy, "BypassPolicyLockoutSafetyCheck"). Where the policy leaves
// that to IAM, what IAM said about the caller decides.

const caller = { arn: app, account };
const byRoot = only(rootStatement);
const byName = only(rootStatement, statement({ Action: "kms:PutKeyPolicy" }));
const byMfa = only(
  rootStatement,
  statement({ Action: "kms:PutKeyPolicy", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
);

test.each([
  ["IAM lets the caller", byRoot, { caller, callerIamAllowsPut: true }, []],
  ["IAM does not let the caller", byRoot, { caller, callerIamAllowsPut: false }, ["lockout"]],
  ["IAM was not asked", byRoot, { caller }, ["lockout-unknown"]],
  ["the policy names the caller, whatever IAM says", byName, { caller, callerIamAllowsPut: false }, []],
  ["the policy names the caller under a condition", byMfa, { caller, callerIamAllowsPut: true }, []],
  ["nobody knows who calls", byRoot, {}, []],
])("%s", (_, policy, options, codes) => {
  const findings = checkPolicy(parsePolicyText(textOf(policy), "json"), facts, options);
  expect(findings.map(({ code }) => code).filter((code) => code.startsWith("lockout"))).toEqual(codes);
});
