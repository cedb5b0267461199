import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as sdk from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import {
  allowableActions,
  keyPolicyActions,
  kmsActionNamed,
  kmsActions,
  mayBeNewAction,
} from "../../src/policy/kms-actions.ts";
import { conditionKeyNamed, isProviderKey } from "../../src/policy/condition-keys.ts";
import { usageClassOf } from "../../src/policy/key-usage.ts";
import { whyNeverGiven } from "../../src/policy/never-given.ts";
import { grantOperations } from "../../src/sandbox/kms/grant-operations.ts";
import { usagesOfSpec } from "../../src/sandbox/kms/key-shapes.ts";

test("the checked-in tables are what their source says today", () => {
  // Otherwise: node scripts/generate-kms-table.mjs, and look at what changed.
  const generated = execFileSync(process.execPath, ["scripts/generate-kms-table.mjs", "--print"], {
    encoding: "utf8",
  });
  const written = ["kms-table", "kms-meanings"].map((name) =>
    readFileSync(`src/policy/${name}.generated.ts`, "utf8"),
  );
  expect(written.join("")).toBe(generated);
});

test("a key policy can carry 47 actions, and the Allow of 45 has an effect", () => {
  expect(kmsActions).toHaveLength(58);
  expect(keyPolicyActions).toHaveLength(47);
  expect(allowableActions).toHaveLength(45);
  expect(keyPolicyActions.filter((name) => !allowableActions.includes(name))).toEqual([
    "kms:RetireGrant",
    "kms:SynchronizeMultiRegionKey",
  ]);
});

test("22 permissions work on a key of another account", () => {
  expect(kmsActions.filter((action) => action.crossAccount)).toHaveLength(22);
});

// The SDK's enums have what is new weeks before the Service Authorization Reference.
describe("what @aws-sdk/client-kms knows, the tables know", () => {
  test("operations", () => {
    const operations = Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
    expect(operations.length).toBeGreaterThan(50);
    expect(operations.filter((name) => !kmsActionNamed(name))).toEqual(["ReEncrypt"]);
  });
  test("grantable operations", () => {
    const grantable = kmsActions.filter((action) => action.grantable).map(({ name }) => name);
    expect(grantable.sort()).toEqual(Object.values(sdk.GrantOperation).sort());
    expect([...grantOperations].sort()).toEqual(grantable);
  });
  test("specs and usages: each spec has a kind of key, and each usage an operation", () => {
    for (const usage of Object.values(sdk.KeyUsageType)) {
      const kinds = Object.values(sdk.KeySpec).map((spec) => usageClassOf({ spec, usage }));
      expect(kinds).not.toContain(undefined);
      const kind = usageClassOf({ spec: "NEW", usage });
      expect(kmsActions.some(({ usages }) => usages.length < 6 && usages.includes(kind ?? "S"))).toBe(true);
    }
    const ofOneUsage = Object.values(sdk.KeySpec).filter((spec) => usageClassOf({ spec }));
    expect(ofOneUsage).toEqual(
      Object.values(sdk.KeySpec).filter((spec) => !/^(RSA|ECC_NIST_P|SM2)/.test(spec)),
    );
  });
  test("the sandbox makes keys of every spec, but of SM2, which China Regions have alone", () => {
    expect([...usagesOfSpec.keys(), "SM2"].sort()).toEqual(Object.values(sdk.KeySpec).sort());
    expect(new Set([...usagesOfSpec.values()].flat())).toEqual(new Set(Object.values(sdk.KeyUsageType)));
  });
});

test("a new operation may carry any of KMS's condition keys, until they are documented", () => {
  expect(kmsActionNamed("Decapsulate")?.conditionKeys).toContain("kms:RequestAlias");
  expect(kmsActionNamed("DescribeKey")?.conditionKeys).toEqual(["kms:RequestAlias"]);
});

test.each([
  ["kms:Frobnicate", true],
  ["KMS:frobnicate", true],
  ["kms:Decrypt", false],
  ["kms:ReEncrypt", false],
  ["kms:Frob*", false],
  ["kms:", false],
  ["Frobnicate", false],
  ["s3:Frobnicate", false],
])("%s may be an action that AWS added since: %s", (name, may) => {
  expect(mayBeNewAction(name)).toBe(may);
});

test.each([
  [
    "kms:Decrypt",
    { spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" },
    "kms:Decrypt does not work on a signing key",
  ],
  ["kms:Sign", { spec: "SYMMETRIC_DEFAULT" }, "kms:Sign does not work on a symmetric encryption key"],
  ["kms:GetPublicKey", { spec: "HMAC_256" }, "kms:GetPublicKey does not work on an HMAC key"],
  ["kms:Encrypt", { spec: "ML_KEM_768" }, "kms:Encrypt does not work on a key encapsulation key"],
  [
    "kms:ImportKeyMaterial",
    { origin: "AWS_KMS" },
    "kms:ImportKeyMaterial does not work on a key without imported key material",
  ],
  ["kms:ReplicateKey", { multiRegion: false }, "kms:ReplicateKey does not work on a single-Region key"],
  ["kms:ListKeys", {}, "kms:ListKeys acts on no key: no key policy decides it, but IAM policies"],
  ["kms:RetireGrant", {}, "kms:RetireGrant: the grant says who may retire it, no key policy allows it"],
  ["kms:SynchronizeMultiRegionKey", {}, "kms:SynchronizeMultiRegionKey is KMS's own: no key policy gives it"],
  ["kms:Decrypt", {}, undefined],
  ["kms:Decrypt", { spec: "RSA_2048", usage: "ENCRYPT_DECRYPT" }, undefined],
  ["kms:Decrypt", { spec: "RSA_2048" }, undefined],
  // What the key is for is open, but none of what it may be for has the operation.
  [
    "kms:GenerateDataKey",
    { spec: "RSA_2048" },
    "kms:GenerateDataKey does not work on a key of the spec RSA_2048",
  ],
  [
    "kms:GenerateMac",
    { spec: "ECC_NIST_P256" },
    "kms:GenerateMac does not work on a key of the spec ECC_NIST_P256",
  ],
  ["kms:DeriveSharedSecret", { spec: "ECC_NIST_P256" }, undefined],
  ["kms:Encapsulate", { spec: "SM2" }, "kms:Encapsulate does not work on a key of the spec SM2"],
  ["kms:DeriveSharedSecret", { spec: "SM2" }, undefined],
  ["kms:Sign", { usage: "ENCRYPT_DECRYPT" }, "kms:Sign does not work on a key for encryption"],
  ["kms:GenerateDataKey", { usage: "ENCRYPT_DECRYPT" }, undefined],
  ["kms:Decapsulate", { usage: "ENCAPSULATE_DECAPSULATE" }, undefined],
  ["kms:Frobnicate", { spec: "HMAC_256" }, undefined],
])("why no key policy gives %s on a key of %j", (action, facts, why) => {
  expect(whyNeverGiven(action, facts)).toBe(why);
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
  ["aws:VpceOrgPaths", "aws:VpceOrgPaths", "String", true],
  ["aws:Referer", "aws:referer", "String", false],
  ["cognito-identity.amazonaws.com:sub", "cognito-identity.amazonaws.com:sub", "String", false],
  ["SAML:sub", "saml:sub", "String", false],
  ["lambda:SourceFunctionArn", "lambda:SourceFunctionArn", "ARN", false],
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

test.each([
  ["oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub", true],
  ["token.actions.githubusercontent.com:sub", true],
  ["login.example.org/tenant/v2.0:aud", true],
  ["aws:sub", false],
  ["kms:EncryptionContext:a.b/c:d", false],
  ["example.org/a b:sub", false],
  ["example.org:", false],
])("%s is a key of an OpenID Connect provider: %s", (name, is) => {
  expect(isProviderKey(name)).toBe(is);
});
