import { expect, test } from "vitest";
import { tellNotLookedAt } from "../../src/check/unmanageable/when-nobody.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { only, rootStatement, statement, textOf } from "./fixture.ts";

// Where a policy says too much for the access engine to see what its conditions mean together, that is told.

const now = new Date("2026-01-01T00:00:00Z");
const told = (names: number, condition: boolean) => {
  const values = Array.from({ length: names }, (_, n) => `team${n}`);
  const Condition = condition ? { StringNotEquals: { "aws:PrincipalTag/team": values } } : undefined;
  const use = statement({
    Sid: "deny",
    Effect: "Deny",
    Action: "kms:PutKeyPolicy",
    ...(Condition && { Condition }),
  });
  const text = textOf(only(rootStatement, use));
  return tellNotLookedAt(readPolicy(documentOf(parsePolicyText(text, "json"))!), now);
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
