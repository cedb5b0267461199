import { expect, test } from "vitest";
import type { Decision } from "../../src/access/types.ts";
import { bothHalves, type IamHalf } from "../../src/verbs/can/iam-half.ts";
import { joinIamPolicy } from "../../src/other-half/join-iam-policy.ts";

// What the key policy says, what IAM says, and what the caller gets.
const cases: readonly (readonly [Decision, IamHalf["decision"], Decision])[] = [
  ["needs-iam", "allowed", "allowed"],
  ["needs-iam", "not-allowed", "not-allowed"],
  ["needs-iam", "denied", "denied"],
  ["allowed", "allowed", "allowed"],
  ["allowed", "not-allowed", "allowed"],
  ["allowed", "denied", "denied"],
  ["not-allowed", "allowed", "not-allowed"],
  ["denied", "allowed", "denied"],
];

test.each(cases)("the key policy says %s, IAM %s: %s", (key, iam, answer) => {
  const half: IamHalf = { account: "444455556666", decision: iam };
  expect(bothHalves({ decision: key, statements: [] }, half)).toEqual({ decision: answer, statements: [] });
});

test("what IAM may not be asked stays open, and says why", () => {
  const half: IamHalf = { account: "444455556666", decision: "not-allowed", undecided: "access denied" };
  expect(bothHalves({ decision: "needs-iam", statements: [] }, half)).toEqual({
    decision: "needs-iam",
    statements: [],
    undecided: "IAM of account 444455556666: access denied",
  });
});

const use = { Sid: "Use", Effect: "Allow", Action: "kms:Decrypt", Resource: "arn" };
const grants = { Sid: "Grants", Effect: "Allow", Action: "kms:CreateGrant", Resource: "arn" };
const theirs = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const of = (...statements: readonly (typeof use | typeof theirs)[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});

test.each([
  ["nothing is there", undefined, of(use, grants), of(use, grants)],
  ["the same is there", of(use, grants), of(use, grants), of(use, grants)],
  ["half of it is there", of(use), of(grants), of(use, grants)],
  ["another version of it is there", of({ ...use, Action: "kms:Encrypt" }, grants), of(use), of(use, grants)],
  ["somebody wrote a statement beside it", of(theirs, use), of(use, grants), of(theirs, use, grants)],
  ["a single statement is there, not in a list", { ...of(), Statement: use }, of(grants), of(use, grants)],
])("an IAM policy joined where %s", (_, before, policy, after) => {
  expect(joinIamPolicy(before, policy)).toEqual(after);
});
