import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  allowableActions,
  keyPolicyActions,
  kmsActionNamed,
  kmsActions,
} from "../../src/policy/kms-actions.ts";
import { conditionKeyNamed } from "../../src/policy/condition-keys.ts";
import { usageClassOf } from "../../src/policy/key-usage.ts";

test("the checked-in table is what its source says today", () => {
  // Otherwise: node scripts/generate-kms-table.mjs, and look at what changed.
  const generated = execFileSync(process.execPath, ["scripts/generate-kms-table.mjs", "--print"], {
    encoding: "utf8",
  });
  expect(readFileSync("src/policy/kms-table.generated.ts", "utf8")).toBe(generated);
});

test("a key policy can carry 45 actions, and the Allow of 43 has an effect", () => {
  expect(kmsActions).toHaveLength(56);
  expect(keyPolicyActions).toHaveLength(45);
  expect(allowableActions).toHaveLength(43);
  expect(keyPolicyActions.filter((name) => !allowableActions.includes(name))).toEqual([
    "kms:RetireGrant",
    "kms:SynchronizeMultiRegionKey",
  ]);
});

test("20 permissions work on a key of another account", () => {
  expect(kmsActions.filter((action) => action.crossAccount)).toHaveLength(20);
  expect(kmsActions.filter((action) => action.grantable)).toHaveLength(17);
});

test.each([
  ["kms:decrypt", "Decrypt"],
  ["Decrypt", "Decrypt"],
  ["kms:ReEncrypt", undefined],
  ["kms:constructor", undefined],
  ["__proto__", undefined],
])("the action named %s is %s", (name, expected) => {
  expect(kmsActionNamed(name)?.name).toBe(expected);
});

test.each([
  ["aws:principaltag/Team", "aws:PrincipalTag/*", "String", false],
  ["kms:encryptioncontext:aws:s3:arn", "kms:EncryptionContext:*", "String", false],
  ["kms:EncryptionContextKeys", "kms:EncryptionContextKeys", "String", true],
  ["kms:RecipientAttestation:PCR3", "kms:RecipientAttestation:*", "String", false],
  ["kms:GrantIsForAWSResource", "kms:GrantIsForAWSResource", "Bool", false],
  ["aws:SourceIp", "aws:SourceIp", "IPAddress", false],
])("the condition key %s is %s of type %s", (spelling, name, type, multi) => {
  expect(conditionKeyNamed(spelling)).toMatchObject({ name, type, multi });
});

test.each(["aws:PrincipalTag/", "aws:PrincipalTag/*", "kms:ViaServices", "constructor"])(
  "%s is no condition key",
  (spelling) => {
    expect(conditionKeyNamed(spelling)).toBeUndefined();
  },
);

test.each([
  ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "S"],
  ["RSA_2048", "ENCRYPT_DECRYPT", "A"],
  ["RSA_2048", "SIGN_VERIFY", "V"],
  ["ECC_NIST_P256", "KEY_AGREEMENT", "K"],
  ["HMAC_256", "GENERATE_VERIFY_MAC", "M"],
  ["ML_DSA_65", undefined, "V"],
  ["RSA_2048", undefined, undefined],
  [undefined, "ENCRYPT_DECRYPT", undefined],
])("a key of spec %s and usage %s is of class %s", (spec, usage, expected) => {
  expect(usageClassOf({ spec, usage })).toBe(expected);
});
