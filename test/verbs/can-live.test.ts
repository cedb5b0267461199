import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { uncheckedPolicy } from "../../src/sandbox/policy/accept-policy.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { regionOf } from "../../src/sandbox/state/lookup.ts";
import type { StoredKey } from "../../src/sandbox/state/types.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { within } from "../support/in-process.ts";

// `can T me ACTION --live`: what KMS says itself, by a call with DryRun, beside what kmspol says.

const place = async (sandbox: Sandbox, as = "default") => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-can-live-"));
  const run = (...args: readonly string[]) => within({ state, sandbox, as }, args);
  const can = async (action: string, ...more: readonly string[]) => {
    const { exit, stdout } = await run("can", "alias/app", "me", action, "--live", "--json", ...more);
    return {
      exit,
      ...(JSON.parse(stdout) as { decision: string; live: { says: string; differs?: string } }),
    };
  };
  return { run, can };
};

const keyOf = ({ state }: Sandbox): StoredKey => {
  const key = regionOf(state, "111122223333", "eu-west-1").keys.get("1234abcd-12ab-34cd-56ef-1234567890ab");
  if (!key) throw new Error("the sandbox has no key alias/app");
  return key;
};

const setPolicy = (sandbox: Sandbox, text: string): void => {
  const sight = { state: sandbox.state, now: Date.now(), faults: { propagation: 0 } };
  keyOf(sandbox).policies = [{ ...uncheckedPolicy(text, sight), written: 0 }];
};

test.each([
  ["default", "alias/app", "kms:Decrypt", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:Encrypt", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:GenerateDataKey", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:CreateGrant", "allowed", "allowed", 0],
  ["default", "alias/tokens", "kms:GenerateMac", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:GenerateDataKeyPair", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:ReEncryptFrom", "allowed", "allowed", 0],
  ["default", "alias/mailbox", "kms:ReEncryptTo", "allowed", "allowed", 0],
  ["default", "alias/mailbox", "kms:Decrypt", "allowed", "allowed", 0],
  ["default", "alias/signing", "kms:Sign", "allowed", "allowed", 0],
  ["default", "alias/signing", "kms:Verify", "allowed", "allowed", 0],
  ["default", "alias/tokens", "kms:VerifyMac", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:RevokeGrant", "allowed", "allowed", 0],
  ["default", "alias/signing", "kms:DeriveSharedSecret", "not-allowed", "not-tried", 1],
  ["default", "alias/app", "kms:RetireGrant", "not-allowed", "not-tried", 1],
  ["auditor", "alias/tokens", "kms:VerifyMac", "not-allowed", "denied", 1],
  ["auditor", "alias/signing", "kms:Verify", "not-allowed", "denied", 1],
  ["auditor", "alias/app", "kms:RevokeGrant", "not-allowed", "denied", 1],
  ["default", "alias/app", "kms:PutKeyPolicy", "allowed", "not-tried", 0],
  ["root", "alias/app", "kms:Decrypt", "allowed", "allowed", 0],
  ["auditor", "alias/app", "kms:Decrypt", "not-allowed", "denied", 1],
])("%s on %s, %s: kmspol says %s, KMS %s", async (as, key, action, decision, says, exit) => {
  const sandbox = await sandboxForTest();
  const { run } = await place(sandbox, as);
  const answer = await run("can", key, "me", action, "--live", "--json");
  expect(JSON.parse(answer.stdout)).toMatchObject({ decision, live: { says } });
  expect(JSON.parse(answer.stdout)).not.toHaveProperty("live.differs");
  expect(answer.exit).toBe(exit);
  const key1 = [...sandbox.state.regions.values()].flatMap(({ keys }) => [...keys.values()]);
  expect(
    key1.flatMap(({ grants }) => grants),
    "nothing was done",
  ).toHaveLength(1);
});

test("the layer that kmspol could not see is named", async () => {
  const sandbox = await sandboxForTest();
  const sts = new STSClient({
    ...{ endpoint: sandbox.url, region: sandbox.region },
    credentials: { accessKeyId: "AKIASANDBOXADMIN0000", secretAccessKey: "x" },
  });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["kms:Describe*", "kms:Get*", "kms:List*", "iam:*"], Resource: "*" },
    ],
  });
  const RoleArn = "arn:aws:iam::111122223333:role/App";
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "narrow", Policy }),
  );
  const role = sandbox.state.accounts.get("111122223333")?.roles.get("App");
  role?.policies.set(
    "All",
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
  );
  const narrow = {
    ...sandbox,
    environment: {
      ...sandbox.environment,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
    },
  };
  const state = await mkdtemp(join(tmpdir(), "kmspol-can-live-"));
  const { exit, stdout } = await within({ state, sandbox: narrow }, [
    "can",
    "alias/app",
    "me",
    "kms:Decrypt",
    "--live",
  ]);
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^allowed/);
  expect(stdout).toMatch(/KMS itself, asked with DryRun: denies it: .*session policy/);
  expect(stdout).toContain("kmspol says otherwise: it could not see the session policy");
});

test.each([
  [["alias/app", "role/App"], "the principal is somebody else"],
  [["policy.json", "me"], "a file has no KMS to ask"],
])("%j: %s, refused in words", async ([target = "", who = ""]) => {
  const { run } = await place(await sandboxForTest());
  const { exit, stderr } = await run("can", target, who, "kms:Decrypt", "--live");
  expect(exit).toBe(2);
  expect(stderr).toContain("kmspol can KEY me ACTION --live");
});

// Each type of key takes parameters of its own (KMS API Reference, CreateKey, `KeySpec`).
test.each([
  ["RSA_2048", "SIGN_VERIFY", "kms:Verify", "SigningAlgorithm RSASSA_PSS_SHA_256"],
  ["ECC_NIST_P384", "SIGN_VERIFY", "kms:Verify", "SigningAlgorithm ECDSA_SHA_384"],
  ["ECC_NIST_P521", "SIGN_VERIFY", "kms:Sign", "SigningAlgorithm ECDSA_SHA_512"],
  ["ECC_NIST_EDWARDS25519", "SIGN_VERIFY", "kms:Verify", "SigningAlgorithm ED25519_SHA_512"],
  ["ML_DSA_65", "SIGN_VERIFY", "kms:Verify", "SigningAlgorithm ML_DSA_SHAKE_256"],
  ["HMAC_512", "GENERATE_VERIFY_MAC", "kms:VerifyMac", "MacAlgorithm HMAC_SHA_512"],
  ["ECC_NIST_P256", "KEY_AGREEMENT", "kms:DeriveSharedSecret", "KeyAgreementAlgorithm ECDH"],
  ["ECC_NIST_P521", "KEY_AGREEMENT", "kms:DeriveSharedSecret", "KeyAgreementAlgorithm ECDH"],
  ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "kms:Decapsulate", "of a ciphertext that is none"],
])("a key of %s for %s: %s is tried with %s", async (spec, usage, action, tried) => {
  const sandbox = await sandboxForTest();
  Object.assign(keyOf(sandbox), { spec, usage });
  const { run } = await place(sandbox);
  const { exit, stdout } = await run("can", "alias/app", "me", action, "--live");
  expect(stdout).toContain("KMS itself, asked with DryRun: allows it");
  expect(stdout).toContain(tried);
  expect(exit).toBe(0);
});

const policyFor = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const admin = { AWS: "arn:aws:iam::111122223333:user/admin" };
const reading = ["kms:Describe*", "kms:Get*", "kms:List*"];

// The condition keys that a call's own parameters make are the same for KMS and for kmspol.
test.each([
  [{ StringEquals: { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } }, "kms:Decrypt", [], "allowed"],
  [{ Bool: { "kms:ReEncryptOnSameKey": "true" } }, "kms:ReEncrypt*", [], "allowed"],
  [{ Bool: { "kms:ReEncryptOnSameKey": "false" } }, "kms:ReEncrypt*", [], "denied"],
  [{ Bool: { "kms:GrantIsForAWSResource": "true" } }, "kms:RevokeGrant", [], "denied"],
  [
    { StringEquals: { "kms:EncryptionContext:team": "red" } },
    "kms:Decrypt",
    ["kms:EncryptionContext:team=red"],
    "allowed",
  ],
  [{ StringEquals: { "kms:DataKeyPairSpec": "RSA_2048" } }, "kms:GenerateDataKeyPair", [], "denied"],
  [
    { StringEquals: { "kms:DataKeyPairSpec": "RSA_2048" } },
    "kms:GenerateDataKeyPair",
    ["kms:DataKeyPairSpec=RSA_2048"],
    "allowed",
  ],
])("under %j, %s with %j: both say %s", async (Condition, Action, given, says) => {
  const sandbox = await sandboxForTest();
  const allow = { Effect: "Allow", Principal: admin, Resource: "*" };
  setPolicy(sandbox, policyFor({ ...allow, Action: reading }, { ...allow, Action, Condition }));
  const { can } = await place(sandbox);
  const context = given.flatMap((pair) => ["--context", pair]);
  const answer = await can(Action.replace("*", "From"), ...context);
  expect(answer.live).toMatchObject({ says });
  expect(answer.live).not.toHaveProperty("differs");
  expect(answer.decision).toBe(says === "allowed" ? "allowed" : "not-allowed");
});

test("what no call can say of itself is named", async () => {
  const { run } = await place(await sandboxForTest());
  const via = "kms:ViaService=s3.eu-west-1.amazonaws.com";
  const { stdout } = await run("can", "alias/app", "me", "kms:Decrypt", "--live", "--context", via);
  expect(stdout).toContain("without kms:ViaService, which no call can say of itself");
});

test("a trial of one half of ReEncrypt says nothing where KMS denies the other", async () => {
  const sandbox = await sandboxForTest();
  const allow = { Effect: "Allow", Principal: admin, Resource: "*" };
  setPolicy(sandbox, policyFor({ ...allow, Action: [...reading, "kms:ReEncryptFrom"] }));
  const { can } = await place(sandbox);
  const from = await can("kms:ReEncryptFrom");
  expect(from.live).toMatchObject({ says: "not-tried" });
  expect(from.exit).toBe(0);
  expect((await can("kms:ReEncryptTo")).live).toMatchObject({ says: "denied" });
});

// Whoever may use a key need not be allowed to read its policy, or even to describe it.
test.each([
  ["alias/app", ["kms:Decrypt", "kms:DescribeKey"], "kms:Decrypt", 0, "allowed"],
  ["alias/app", ["kms:Decrypt"], "kms:Decrypt", 0, "allowed"],
  ["alias/app", ["kms:DescribeKey"], "kms:Decrypt", 1, "not-allowed"],
  ["alias/app", ["kms:DescribeKey"], "kms:RevokeGrant", 1, "not-allowed"],
  ["alias/app", ["kms:DescribeKey"], "kms:PutKeyPolicy", 5, undefined],
  ["alias/app", ["kms:Sign"], "kms:Sign", 5, undefined],
  ["alias/app", ["kms:CreateGrant"], "kms:CreateGrant", 5, undefined],
])("%s, of which the caller has %j alone: %s ends with %s", async (key, Action, asked, exit, decision) => {
  const sandbox = await sandboxForTest();
  setPolicy(sandbox, policyFor({ Effect: "Allow", Principal: admin, Action, Resource: "*" }));
  const { run } = await place(sandbox);
  const told = await run("can", key, "me", asked, "--live", "--json");
  expect(told.exit).toBe(exit);
  if (decision === undefined) {
    expect(told.stdout).toContain("access-denied");
    return;
  }
  const answer = JSON.parse(told.stdout) as { notLookedAt: readonly string[] };
  expect(answer).toMatchObject({ decision, statements: [], layers: [{ says: "not-known" }] });
  expect(answer.notLookedAt).toEqual(expect.arrayContaining(["the key policy", "IAM policies"]));
  const words = (await run("can", key, "me", asked, "--live")).stdout;
  expect(words).toMatch(/by what is not known: .* may not kms:(GetKeyPolicy|DescribeKey)/);
});
