import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";

// What a whole name was meant to be is the nearest one, not whatever begins with it (Service Authorization Reference, "AWS KMS").
test.each([
  ["kms:RotateKeyOnDeman", "kms:RotateKeyOnDemand"],
  ["kms:Decryp", "kms:Decrypt"],
  ["kms:GenerateDataKeyPai", "kms:GenerateDataKeyPair"],
  ["kms:DescribeKe", "kms:DescribeKey"],
  ["kms:PutKeyPolic", "kms:PutKeyPolicy"],
  ["kms:ScheduleKeyDeletio", "kms:ScheduleKeyDeletion"],
  ["kms:GenerateDataKye", "kms:GenerateDataKey"],
  ["kms:Generate", "kms:Generate*"],
  ["kms:ReEncryptFro", "kms:ReEncryptFrom"],
  ["kms:Decrpyt*", "kms:Decrypt*"],
])("%s was meant as %s", (written, meant) => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: ["kms:*", written], Resource: "*" },
    ],
  });
  const findings = checkPolicy(parsePolicyText(text, "json"), { account: "111122223333" });
  const hint = findings.find(({ code }) => code === "unknown-action")?.hint;
  expect(hint).toBe(`did you mean ${meant}?`);
});
