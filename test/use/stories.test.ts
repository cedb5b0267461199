import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  EncryptCommand,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { long } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What people ask for in a row of commands on the sandbox.

const main = "111122223333";
const app = `arn:aws:iam::${main}:role/App`;
const keyArn = `arn:aws:kms:eu-west-1:${main}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const stage = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ keepOrder: true })];
  const run = async (line: string) => {
    const { exit, stdout, stderr } = await kmspol(place, sandbox, line.split(" "));
    return { exit, stdout, told: stderr.replaceAll(/\s+/g, " "), words: stdout.replaceAll(/\s+/g, " ") };
  };
  const done = async (line: string) => {
    const ended = await run(line);
    expect(ended.exit, `${line}: ${ended.told}`).toBe(0);
    return ended;
  };
  return { place, sandbox, run, done };
};

const runOf = (told: string): string => /each --undo ([0-9a-f]{8})/.exec(told)?.[1] ?? "";

test("a role is offboarded: what it can, what it used, taken away with its grants, and back", async () => {
  const { sandbox, run, done } = await stage();
  const { kms } = clientsOf(sandbox);
  await clientsOf(sandbox, "app").kms.send(
    new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") }),
  );
  const grant = new CreateGrantCommand({ KeyId: keyArn, GranteePrincipal: app, Operations: ["Decrypt"] });
  const { GrantId } = await kms.send(grant);
  const grants = async () =>
    ((await kms.send(new ListGrantsCommand({ KeyId: keyArn }))).Grants ?? []).map((one) => one.GrantId);

  const { words: can } = await done("what-can role/App --full");
  for (const alias of ["alias/app", "alias/legacy", "alias/tokens", "alias/reports"])
    expect(can).toContain(alias);
  expect((await done("who-can alias/app --used")).words).toMatch(/Used by: .*role\/App kms:Encrypt 1 ×/);
  expect((await done("who-can alias/legacy --unused")).words).toContain("role/App");

  const two = ["alias/app", "alias/legacy"];
  const before = two.map((alias) => sandbox.policyOf(alias));
  const line = "each --alias app --alias legacy --yes -- remove-user role/App";
  const planned = await done(`${line} --grants --dry-run`);
  expect(planned.told).toContain("revoked after it");
  expect(await grants()).toContain(GrantId);
  const { told } = await done(`${line} --grants`);
  expect(told).toContain("2 changed, 0 unchanged, 0 failed");
  for (const alias of two) expect(sandbox.policyOf(alias)).not.toContain(app);
  expect(await grants()).not.toContain(GrantId);
  for (const alias of two) expect((await run(`can ${alias} role/App kms:Decrypt`)).exit).toBe(1);

  await done(`each --undo ${runOf(told)} --yes`);
  expect(two.map((alias) => sandbox.policyOf(alias))).toEqual(before);
});

test("an SSO team uses a multi-Region key in both Regions, whatever its role is called tomorrow", async () => {
  const { place, run, done } = await stage();
  const keys = ["alias/global", `arn:aws:kms:us-east-1:${main}:key/mrk-1234abcd12ab34cd56ef1234567890ab`];
  // Without the statement that leaves all to IAM: then nobody of the account has more than what is written here.
  await writeFile(join(place.work, "narrow.json"), narrow);
  await done("put alias/global narrow.json --related --yes");
  const texts = () => Promise.all(keys.map(async (key) => (await done(`get ${key}`)).stdout));
  const before = await texts();
  const roleOf = (set: string, suffix: string) =>
    `arn:aws:iam::${main}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${set}_${suffix}`;
  const decision = async (key: string, role: string, ...more: readonly string[]) => {
    const { stdout } = await run(["can", key, role, "kms:Decrypt", "--json", ...more].join(" "));
    return (JSON.parse(stdout) as { decision: string }).decision;
  };
  const [today, tomorrow] = ["0123456789abcdef", "fedcba9876543210"];
  for (const key of keys) expect(await decision(key, roleOf("PowerUser", today))).toBe("not-allowed");

  const planned = await done("add-user alias/global sso/PowerUser --related --dry-run");
  expect(planned.told).toContain("2 keys change");
  await done("add-user alias/global sso/PowerUser --related --yes");
  for (const key of keys) {
    const { stdout } = await done(`show ${key} --json`);
    expect((JSON.parse(stdout) as { users: readonly string[] }).users).toContain("sso/PowerUser");
    // The statement is for the account: the team's IAM policies count, too.
    expect(await decision(key, roleOf("PowerUser", tomorrow))).toBe("needs-iam");
    expect(await decision(key, roleOf("PowerUser", today), "--iam")).toBe("allowed");
    // Neither the role of another set nor any other one.
    expect(await decision(key, roleOf("PowerUser2", today))).toBe("not-allowed");
    expect(await decision(key, `arn:aws:iam::${main}:role/App`)).toBe("not-allowed");
  }
  const again = await done("add-user alias/global sso/PowerUser --related --yes");
  expect(again.told).toContain("0 keys change, 2 stay as they are");
  await done("remove-user alias/global sso/PowerUser --related --yes");
  expect(await texts()).toEqual(before);
});

const narrow = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Administration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${main}:root` },
        Action: ["kms:Describe*", "kms:Get*", "kms:List*", "kms:PutKeyPolicy"],
        Resource: "*",
      },
    ],
  },
  undefined,
  2,
);

test("the deletion of a key in use is refused because of the guard, until it is taken back", async () => {
  const { sandbox, run, done } = await stage();
  const { kms } = clientsOf(sandbox);
  const before = sandbox.policyOf("alias/app");
  await clientsOf(sandbox, "app").kms.send(
    new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") }),
  );
  await done("deny-deletion alias/app --used-within 90 --yes");
  expect((await done("show alias/app")).words).toMatch(/90 days/);
  const schedule = () => kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn }));
  expect(await refusalOf(schedule())).toMatch(/^AccessDeniedException: .*explicit deny/);
  const used = "--context kms:TrailingDaysWithoutKeyUsage=3";
  const unused = "--context kms:TrailingDaysWithoutKeyUsage=91";
  expect((await run(`can alias/app role/Admin kms:ScheduleKeyDeletion ${used}`)).exit).toBe(1);
  expect((await run(`can alias/app role/Admin kms:ScheduleKeyDeletion ${unused}`)).exit).toBe(0);
  await done("allow-deletion alias/app --yes");
  expect(sandbox.policyOf("alias/app")).toBe(before);
  expect(await schedule()).toMatchObject({ KeyState: "PendingDeletion" });
});

test("many keys in 3 accounts from one command, told on one page, and back", async () => {
  const { place, sandbox, done } = await stage();
  const count = long ? 100 : 4;
  const arns: string[] = [];
  for (const name of ["default", "partner", "management"]) {
    const { kms } = clientsOf(sandbox, name);
    const made = await Promise.all(Array.from({ length: count }, () => kms.send(new CreateKeyCommand({}))));
    arns.push(...made.map(({ KeyMetadata }) => KeyMetadata?.Arn ?? ""));
  }
  await writeFile(join(place.work, "keys.txt"), arns.join("\n"));
  const accounts = `--account ${main} --account 444455556666 --account 888877776666 --assume-role Admin`;
  const { told } = await done(`each --keys-from keys.txt ${accounts} --yes -- add-admin role/Auditor`);
  expect(told).toContain(`${3 * count} changed, 0 unchanged, 0 failed`);
  await done(`report --keys-from keys.txt ${accounts} --out keys.html`);
  const page = await readFile(join(place.work, "keys.html"), "utf8");
  for (const arn of arns) expect(page).toContain(arn);
  const table = await done(`report --keys-from keys.txt ${accounts} --format csv`);
  expect(table.stdout.match(/role\/Auditor"/g)).toHaveLength(3 * count);
  await done(`each --undo ${runOf(told)} --yes`);
  const after = await done(`report --keys-from keys.txt ${accounts} --format csv`);
  expect(after.stdout).not.toContain("role/Auditor");
});
