import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
const arn = (region: string) => `arn:aws:kms:${region}:111122223333:key/${id}`;
const [primary, replica] = [arn("eu-west-1"), arn("us-east-1")];

const stage = async (options: Parameters<typeof sandboxForTest>[0] = {}) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest(options)];
  const run = async (command: string, input = "") => {
    const { exit, stdout, stderr } = await kmspol(place, sandbox, command.split(" "), { input });
    return { exit, stdout, told: stderr.replaceAll(/\s+/g, " ") };
  };
  const users = async (key: string) =>
    (JSON.parse((await run(`show ${key} --json`)).stdout) as { users: readonly string[] }).users.map((user) =>
      user.split(":").at(-1),
    );
  const text = async (key: string) => (await run(`get ${key}`)).stdout;
  return { place, sandbox, run, users, text };
};

const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { key: string; outcome?: string; verified?: boolean });

test.each([
  ["the primary's alias", "alias/global"],
  ["the replica's ARN", replica],
  ["the primary's ARN", primary],
])("%s leads to both keys: one plan, each put and verified in its own Region", async (_case, key) => {
  const { run, users } = await stage();
  const planned = await run(`add-user ${key} role/service/Backup --related --dry-run --json`);
  expect(planned.told).toContain("2 keys change, 0 stay as they are, 0 cannot be changed");
  expect(lines(planned.stdout).map(({ outcome }) => outcome)).toEqual(["planned", "planned"]);
  const done = await run(`add-user ${key} --yes role/service/Backup --related --json --reason alias/global`);
  expect(done.exit).toBe(0);
  expect(
    lines(done.stdout)
      .map(({ key: which, outcome, verified }) => [which, outcome, verified])
      .sort(),
  ).toEqual([
    [primary, "changed", true],
    [replica, "changed", true],
  ]);
  for (const one of [primary, replica]) expect(await users(one)).toContain("role/service/Backup");
});

// Each key has a policy of its own: what it says beside stays, and add then remove gives the bytes back.
test.each([
  ["add-user", "remove-user", "role/service/Backup"],
  ["add-admin", "remove-admin", "role/ci/pipelines/Deploy"],
  ["deny-deletion", "allow-deletion", ""],
])("%s and %s --related: both keys are as they were", async (there, back, who) => {
  const { run, text } = await stage();
  await run(`add-user ${replica} user/alice --yes`);
  const before = [JSON.parse(await text(primary)) as unknown, JSON.parse(await text(replica)) as unknown];
  expect((await run(`${there} alias/global ${who} --related --yes`.replace("  ", " "))).exit).toBe(0);
  expect(JSON.parse(await text(replica))).not.toEqual(before[1]);
  expect((await run(`${back} alias/global ${who} --related --yes`.replace("  ", " "))).exit).toBe(0);
  for (const [i, key] of [primary, replica].entries()) {
    const { stdout } = await run(`history ${key} --json`);
    expect((JSON.parse(stdout) as { changes: readonly unknown[] }).changes.length).toBeGreaterThan(1);
    expect(order(JSON.parse(await text(key)))).toEqual(order(before[i]));
  }
});

// KMS shuffles the principals of a list.
const order = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.map(order).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, order(inner)]));
};

test("one that fails stops not the other: it is said which is done, and the command that goes on does the rest", async () => {
  const { run, users } = await stage({
    fail: [{ operation: "PutKeyPolicy", error: "AccessDeniedException", count: 1 }],
  });
  const first = await run("add-user alias/global role/service/Backup --related --yes");
  expect(first.exit).toBe(5);
  expect(first.stdout.match(/changed and verified/g)).toHaveLength(1);
  const [, goOn = ""] = /try again what failed: kmspol (each --resume \w+)/.exec(first.told) ?? [];
  expect((await run(`${goOn} --yes`)).exit).toBe(0);
  for (const one of [primary, replica]) expect(await users(one)).toContain("role/service/Backup");
  const [, run1 = ""] = /--resume (\w+)/.exec(goOn) ?? [];
  expect((await run(`each --undo ${run1} --yes`)).exit).toBe(0);
  for (const one of [primary, replica]) expect(await users(one)).not.toContain("role/service/Backup");
});

test("undo --related takes back what was done to both", async () => {
  const { run, users } = await stage();
  await run("add-user alias/global role/service/Backup --related --yes");
  expect((await run("undo alias/global --related --yes")).exit).toBe(0);
  for (const one of [primary, replica]) expect(await users(one)).not.toContain("role/service/Backup");
});

test("put from standard input goes to both", async () => {
  const { run, text } = await stage();
  const policy = await text("alias/app");
  const done = await run("put alias/global - --related --yes --accept grant-unrestricted", policy);
  expect(done.exit).toBe(0);
  for (const one of [primary, replica])
    expect(order(JSON.parse(await text(one)))).toEqual(order(JSON.parse(policy)));
});

test("grant-account --related does not offer what it does itself", async () => {
  const { run } = await stage();
  await run("revoke-account alias/global 444455556666 --yes --related");
  const { exit, told } = await run("grant-account alias/global 444455556666 --related --dry-run");
  expect(exit).toBe(0);
  expect(told).not.toContain("which stays as it is");
});

test.each([
  ["add-user alias/app role/App --related --yes", "not-multi-region", "kmspol add-user alias/app role/App"],
  [
    "add-user policy.json role/service/Backup --related --yes --account 111122223333",
    "related-of-file",
    "multi-Region",
  ],
  ["edit alias/global --related --yes", "conflicting-flags", "put alias/global FILE --related"],
  ["check alias/global --related --yes", "conflicting-flags", "changes a policy"],
  ["add-user alias/global role/service/Backup --related", "consent-needed", "--yes"],
  [
    "put alias/global policy.json --related --yes --bypass-policy-lockout-safety-check",
    "conflicting-flags",
    "one key at a time",
  ],
])("%s is refused as %s", async (command, code, words) => {
  const { place, sandbox, run } = await stage();
  await writeFile(join(place.work, "policy.json"), sandbox.policyOf("alias/app"));
  const { exit, stdout } = await run(`${command} --json`);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint?: string } };
  expect([exit, error.code]).toEqual([2, code]);
  expect(`${error.message} ${error.hint ?? ""}`).toContain(words);
});
