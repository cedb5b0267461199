import { mkdtemp, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import type { WorkedExample } from "../support/worked-example.ts";

const account = "111122223333";
const keyId = (n: number) => `${n + 1}234abcd-12ab-34cd-56ef-1234567890ab`;
const keyArn = (n: number) => `arn:aws:kms:eu-west-1:${account}:key/${keyId(n)}`;
const root = {
  ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
  Principal: { AWS: `arn:aws:iam::${account}:root` },
};
const named = (...names: readonly string[]) => ({
  ...{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
  Principal: { AWS: names.map((name) => `arn:aws:iam::${account}:${name}`) },
});

/** Three keys in files named after their ids, and the IAM data of a worked example. */
const place = async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-what-can-"));
  const write = (name: string, value: unknown) => writeFile(join(state, name), JSON.stringify(value));
  await mkdir(join(state, "policies"));
  for (const [n, Statement] of [[root], [named("role/App")], [named("user/bob", "role/Other")]].entries())
    await write(`policies/${keyId(n)}.json`, { Version: "2012-10-17", Statement });
  const example = JSON.parse(await readFile("test/world/worked/09.json", "utf8")) as WorkedExample;
  await write("iam.json", example.iam[account]);
  const files = ["--from", join(state, "policies"), "--account", account, "--region", "eu-west-1"];
  const data = ["--iam-data", join(state, "iam.json")];
  return { state, files, data, write, run: (...args: readonly string[]) => within({ state }, args) };
};

interface Answer {
  readonly principal: string;
  readonly keys: readonly { readonly arn: string; readonly access: readonly { readonly via: string }[] }[];
  readonly keysLookedAt: number;
  readonly notRead?: readonly { readonly key: string; readonly because: string }[];
}
const answerOf = (stdout: string) => JSON.parse(stdout) as Answer;

test.each<readonly [who: string, decrypts: readonly (readonly [n: number, via: string])[]]>([
  [
    "user/bob",
    [
      [2, "key-policy"],
      [0, "iam"],
    ],
  ],
  ["role/CI", [[0, "iam"]]],
  ["role/App", [[1, "key-policy"]]],
  ["role/Capped", []],
  [`root-user:${account}`, [[0, "key-policy"]]],
  // As who-can writes an account in its JSON.
  [`account:${account}`, [[0, "iam"]]],
])("what %s may decrypt with, from files and IAM data, riskiest first", async (who, decrypts) => {
  const { run, files, data } = await place();
  const { stdout, exit } = await run("what-can", who, "kms:Decrypt", "--json", ...files, ...data);
  const { keys, keysLookedAt } = answerOf(stdout);
  expect([exit, keysLookedAt]).toEqual([0, 3]);
  expect(keys.map(({ arn, access }) => [arn, access[0]?.via])).toEqual(
    decrypts.map(([n, via]) => [keyArn(n), via]),
  );
});

test("a role is found under the path that the IAM data knows", async () => {
  const { run, files, data } = await place();
  const { stdout } = await run("what-can", "role/CI", "--json", ...files, ...data);
  expect(answerOf(stdout).principal).toBe(`arn:aws:iam::${account}:role/ci/CI`);
});

test("in words: the keys on which it may do the same are one line, and what was looked at ends the answer", async () => {
  const { run, files, data, state } = await place();
  const bob = await run("what-can", "user/bob", "kms:Decrypt", ...files, ...data);
  expect(bob.stdout.replaceAll("\n  ", " ").split("\n")).toEqual([
    "user/bob may use 2 of 3 keys:",
    `${join(state, "policies", keyId(2))}.json: kms:Decrypt`,
    `${join(state, "policies", keyId(0))}.json: kms:Decrypt, by the managed policy kms-use of group/devs`,
    "",
    expect.stringMatching(/^Looked at: IAM of 111122223333 \(8 roles, 1 user/),
    expect.stringMatching(/^Not looked at: service control policies/),
    "",
  ]);
  const alone = await run("what-can", "role/Other", ...files);
  expect(alone.stdout).toContain("role/Other may use 2 of 3 keys:");
  expect(alone.stdout).toContain("where IAM allows it too");
  expect(alone.stdout).toContain("Looked at: the key policies alone.");
});

test("a policy that cannot be read is told, never left out", async () => {
  const { run, files, state } = await place();
  await writeFile(join(state, "policies/broken.json"), '{"Version":"2012-10-17","Statement":[');
  const { stdout } = await run(
    "what-can",
    "role/App",
    "--json",
    ...files,
    "--from",
    join(state, "policies/broken.json"),
  );
  const { keysLookedAt, notRead } = answerOf(stdout);
  expect(keysLookedAt).toBe(3);
  expect(notRead?.[0]?.key).toContain("broken.json");
});

test("keys of AWS are chosen by alias, by name and in several Regions, as each chooses them", async () => {
  const [sandbox, bench] = [await sandboxForTest(), await newPlace()];
  const ask = async (...flags: readonly string[]) =>
    answerOf((await kmspol(bench, sandbox, ["what-can", "role/App", "--json", ...flags])).stdout);
  const all = await ask();
  const one = await ask("--alias", "app");
  expect([all.keysLookedAt > 5, one.keysLookedAt, one.keys.length]).toEqual([true, 1, 1]);
  const regions = ["--region", "eu-west-1", "--region", "us-east-1"];
  expect((await ask("--alias", "global", ...regions)).keysLookedAt).toBe(2);
  await writeFile(join(bench.work, "keys"), "alias/app\n# no key\nalias/reports\n");
  expect((await ask("--keys-from", "keys")).keysLookedAt).toBe(2);
});

test("flags that contradict each other are refused", async () => {
  const { run, files } = await place();
  for (const flags of [
    [...files, "--alias", "a*"],
    ["--keys-from", "x", "--alias", "a"],
  ]) {
    const { exit, stderr } = await run("what-can", "role/App", ...flags);
    expect([exit, stderr]).toEqual([2, expect.stringContaining("--keys-from")]);
  }
});

test("me is the caller, whoever that is", async () => {
  const [sandbox, bench] = [await sandboxForTest(), await newPlace()];
  const { exit, stdout } = await kmspol(bench, sandbox, [
    "what-can",
    "me",
    "--json",
    "--alias",
    "app",
    "--iam",
  ]);
  const { principal, keys } = JSON.parse(stdout) as { principal: string; keys: readonly unknown[] };
  expect([exit, principal, keys.length]).toEqual([0, "arn:aws:iam::111122223333:user/admin", 1]);
});

test("each hands its choice of keys on, and there is one answer, riskiest first", async () => {
  const [sandbox, bench] = [await sandboxForTest(), await newPlace()];
  const run = (...args: readonly string[]) => kmspol(bench, sandbox, args);
  const regions = ["--region", "eu-west-1", "--region", "us-east-1"];
  const choice = ["--alias", "global", ...regions];
  const mine = await run("what-can", "role/App", ...choice, "--json");
  expect(JSON.parse(mine.stdout)).toMatchObject({ keysLookedAt: 2 });
  expect((await run("each", ...choice, "--", "what-can", "role/App", "--json")).stdout).toBe(mine.stdout);
  expect((await run("each", ...choice, "--json", "--", "what-can", "role/App")).stdout).toBe(mine.stdout);
  for (const [flags, line, code] of [
    [["--all"], ["what-can", "role/App", "--alias", "x"], "conflicting-flags"],
    [["--all"], ["what-can", "role/App", "--from=x.json"], "conflicting-flags"],
    [[], ["what-can", "role/App"], "missing-operand"],
  ] as const) {
    const { exit, stdout } = await run("each", ...flags, "--json", "--", ...line);
    expect([exit, stdout]).toEqual([2, expect.stringContaining(code)]);
  }
});
