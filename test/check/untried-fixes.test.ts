import { expect, test } from "vitest";
import { mendPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { account, only, rootStatement, statement, textOf } from "./fixture.ts";

// Above the bound what a fix does to access is not worked out: then only what writes the same in other words is mended, and that is said.

const own = { account, partition: "aws" };
const mendedBeside = (count: number) => {
  const others = Array.from({ length: count }, (_, n) =>
    statement({
      Sid: `s${n}`,
      Action: "kms:Encrypt",
      Principal: { AWS: `arn:aws:iam::${account}:role/r${n}` },
    }),
  );
  const deny = {
    ...statement({ Sid: "deny", Action: "kms:ScheduleKeyDeletoin" }),
    Effect: "Deny",
    Principal: "*",
  };
  const doubled = statement({ Sid: "doubled", Action: ["kms:Decrypt", "kms:decrypt"] });
  const text = textOf(only(rootStatement, deny, doubled, ...others));
  const { document, untried } = mendPolicy(documentOf(parsePolicyText(text, "json"))!, own);
  return [document.text.includes("kms:ScheduleKeyDeletion"), !document.text.includes("kms:decrypt"), untried];
};

test("a policy of a usual size: both are mended", () => {
  expect(mendedBeside(2)).toEqual([true, true, false]);
});

test("a policy of far more statements: the misspelt Deny stays, and that is told", () => {
  expect(mendedBeside(90)).toEqual([false, true, true]);
});
