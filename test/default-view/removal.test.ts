import { EncryptCommand } from "@aws-sdk/client-kms";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clientsOf } from "../support/aws-clients.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const stage = async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const sandbox = await sandboxForTest();
  const run = async (...args: readonly string[]) => {
    const { exit, stderr } = await within({ state, sandbox }, [...args, "--yes"]);
    return { exit, told: stderr.replaceAll(/\s+/g, " ") };
  };
  return { sandbox, run };
};

// The sandbox starts with a grant on alias/app to role/service/Backup, which no policy edit ends.
test.each(["role/service/Backup", "role/Backup", "arn:aws:iam::111122223333:role/service/Backup"])(
  "remove-user %s names the grant that stays, with the command that ends it",
  async (operand) => {
    const { run } = await stage();
    await run("add-user", "alias/app", "role/Backup");
    const { exit, told } = await run("remove-user", "alias/app", operand);
    expect(exit).toBe(0);
    expect(told).toContain(
      "role/service/Backup still holds a grant (Decrypt, GenerateDataKey and DescribeKey)",
    );
    expect(told).toMatch(
      new RegExp(`aws kms revoke-grant --key-id ${key} --grant-id \\w+ --region eu-west-1`),
    );
    expect(told).not.toContain("last used");
  },
);

test("somebody without grants: none is told", async () => {
  const { run } = await stage();
  expect((await run("remove-user", "alias/app", "role/App")).told).not.toContain("grant (");
});

test.each(["remove-user alias/app role/App", "remove-admin alias/app role/Admin"])(
  "%s tells when the key was last used",
  async (command) => {
    const { sandbox, run } = await stage();
    const { kms } = clientsOf(sandbox, "app");
    await kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from("a") }));
    const today = new Date().toISOString().slice(0, 10);
    expect((await run(...command.split(" "))).told).toContain(`The key was last used on ${today}.`);
  },
);

test("revoke-account names who is named one by one, with the command that removes them", async () => {
  const { run } = await stage();
  const reader = "arn:aws:iam::444455556666:role/Reader";
  await run("add-user", "alias/app", reader, "--accept", "external-account-access");
  await run("grant-account", "alias/app", "444455556666");
  const { exit, told } = await run("revoke-account", "alias/app", "444455556666");
  expect(exit).toBe(0);
  expect(told).toContain(
    `${reader} of that account is named itself and stays: kmspol remove-user alias/app ${reader}`,
  );
});
