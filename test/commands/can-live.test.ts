import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
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

test.each([
  ["default", "alias/app", "kms:Decrypt", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:Encrypt", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:GenerateDataKey", "allowed", "allowed", 0],
  ["default", "alias/app", "kms:CreateGrant", "allowed", "allowed", 0],
  ["default", "alias/tokens", "kms:GenerateMac", "allowed", "allowed", 0],
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
