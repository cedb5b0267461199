import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const own = "111122223333";
const theirs = "444455556666";

const folderForTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${own}:root` },
  Action: "kms:*",
  Resource: "*",
};
const text = (...more: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [root, ...more] }, undefined, 2);

test("diff --text: KMS's order of principals is no change", async () => {
  const [state, sandbox] = [await folderForTest(), await sandboxForTest()];
  const file = join(state, "s.json");
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  await run("add-user", "alias/app", "role/Auditor", "role/service/Backup", "user/alice", "--yes");
  await run("get", "alias/app", "--out", file);
  for (let i = 0; i < 4; i++) {
    const compared = await run("diff", "--text", "--exit-code", "alias/app", file);
    expect([compared.exit, compared.stdout]).toEqual([0, ""]);
  }
  const { stdout } = await run("diff", "alias/app", file, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ equal: true, equivalent: true, text: "" });
});

test("grant-account on a file whose key's ARN is not known: the first half, and what the second needs", async () => {
  const state = await folderForTest();
  const file = join(state, "policy.json");
  await writeFile(file, text());
  const args = ["grant-account", file, theirs, "--account", own];
  const { exit, stdout, stderr } = await within({ state }, [...args, "--yes", "--json"]);
  expect(exit).toBe(0);
  const result = JSON.parse(stdout) as object;
  expect(result).toMatchObject({ outcome: "changed" });
  expect(result).not.toHaveProperty("iamPolicy");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("--key-arn arn:aws:kms:REGION:ACCOUNT:key/ID makes it");
  const asked = await within({ state }, [...args, "--yes", "--iam-policy", join(state, "theirs.json")]);
  expect([asked.exit, asked.stderr]).toEqual([2, expect.stringContaining("ARN")]);
});

test.each([
  [
    "role/App",
    "kms:Decrypt",
    ["--key-spec", "ECC_NIST_P256", "--key-usage", "SIGN_VERIFY"],
    "does not work on a signing key",
  ],
  [
    "role/App",
    "kms:Sign",
    ["--key-spec", "SYMMETRIC_DEFAULT"],
    "does not work on a symmetric encryption key",
  ],
  [
    "role/App",
    "kms:Decrypt",
    ["--key-spec", "HMAC_256", "--key-usage", "GENERATE_VERIFY_MAC"],
    "does not work on",
  ],
  [
    "role/App",
    "kms:Encrypt",
    ["--key-spec", "ECC_NIST_P256", "--key-usage", "KEY_AGREEMENT"],
    "does not work on",
  ],
  [
    "role/App",
    "kms:GenerateDataKey",
    ["--key-spec", "RSA_2048", "--key-usage", "ENCRYPT_DECRYPT"],
    "does not work on",
  ],
  [
    `root-user:${own}`,
    "kms:EnableKeyRotation",
    ["--key-spec", "RSA_2048", "--key-usage", "SIGN_VERIFY"],
    "does not work on",
  ],
  // One of the two is enough where it leaves no kind of key that has the operation.
  [
    "role/App",
    "kms:GenerateDataKey",
    ["--key-spec", "RSA_2048"],
    "does not work on a key of the spec RSA_2048",
  ],
  ["role/App", "kms:Sign", ["--key-usage", "ENCRYPT_DECRYPT"], "does not work on a key for encryption"],
  ["role/App", "kms:ListKeys", [], "acts on no key"],
  ["role/App", "kms:RetireGrant", [], "the grant says who may retire it"],
])("can and who-can say what never works: %s %s", async (who, action, flags, words) => {
  const state = await folderForTest();
  const file = join(state, "policy.json");
  const app = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${own}:role/App` },
    Action: "kms:*",
    Resource: "*",
  };
  await writeFile(file, text(app));
  const about = ["--account", own, ...flags];
  const can = await within({ state }, ["can", file, who, action, ...about]);
  expect([can.exit, can.stdout.replaceAll(/\s+/g, " ")]).toEqual([1, expect.stringContaining(words)]);
  const whoCan = await within({ state }, ["who-can", file, action, ...about]);
  expect(whoCan.stdout.replaceAll(/\s+/g, " ")).toContain(words);
  expect(whoCan.stdout).toMatch(/^nobody$/m);
});
