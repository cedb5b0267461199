import { expect, test } from "vitest";
import { tellNotLookedAt } from "../../src/check/unmanageable/when-nobody.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { account, only, rootStatement, statement, textOf } from "./fixture.ts";

// Where a policy says too much for the access engine to see what its conditions mean together, that is told.

const now = new Date("2026-01-01T00:00:00Z");
const told = (names: number, condition: boolean, Effect: "Allow" | "Deny" = "Deny") => {
  const values = Array.from({ length: names }, (_, n) => `team${n}`);
  const Condition = condition ? { StringNotEquals: { "aws:PrincipalTag/team": values } } : undefined;
  const use = statement({
    Sid: "deny",
    Effect,
    Action: "kms:PutKeyPolicy",
    ...(Condition && { Condition }),
  });
  const text = textOf(only(rootStatement, use));
  return tellNotLookedAt(readPolicy(documentOf(parsePolicyText(text, "json"))!), { account }, now);
};

test.each([
  ["a few values", 3, true, undefined],
  ["no condition", 400, false, undefined],
  [
    "hundreds of values",
    400,
    true,
    "whether together they leave somebody who can manage the key is not known.",
  ],
] as const)("%s", (_, names, condition, words) => {
  const sentence = told(names, condition);
  if (words === undefined) expect(sentence).toBeUndefined();
  else expect(sentence).toContain(words);
});

test("hundreds of values beside somebody who manages the key without a condition", () => {
  expect(told(400, true, "Allow")).toBeUndefined();
});

test("who manages it without a condition is of another account", () => {
  const elsewhere = { ...rootStatement, Principal: { AWS: "444455556666" } };
  const values = Array.from({ length: 400 }, (_, n) => `team${n}`);
  const Condition = { StringEquals: { "aws:PrincipalTag/team": values } };
  const own = { ...statement({ Action: "kms:PutKeyPolicy", Condition }) };
  const policy = readPolicy(documentOf(parsePolicyText(textOf(only(elsewhere, own)), "json"))!);
  expect(tellNotLookedAt(policy, { account }, now)).toContain("is not known");
  expect(tellNotLookedAt(policy, { account: "444455556666" }, now)).toBeUndefined();
});
