import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import type { WorkedExample } from "../support/worked-example.ts";

// `diff` of documents with several keys, with IAM data: for each key what `diff` says of it alone.

const example = JSON.parse(readFileSync("test/world/worked/09.json", "utf8")) as WorkedExample;
const account = "111122223333";

let state: string;
const run = (...args: readonly string[]) => within({ state }, args);
const file = (name: string) => join(state, name);

const template = (keys: Readonly<Record<string, unknown>>) => ({
  Resources: Object.fromEntries(
    Object.entries(keys).map(([name, KeyPolicy]) => [
      name,
      { Type: "AWS::KMS::Key", Properties: { KeyPolicy } },
    ]),
  ),
});

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), "kmspol-diff-keys-"));
  await mkdir(file("data"));
  const { policy, arn } = example.key;
  const after = example.policyAfter;
  const change = (actions: readonly string[], before: unknown, next: unknown) => ({
    actions,
    before: before && { policy: JSON.stringify(before), arn },
    after: next && { policy: JSON.stringify(next) },
  });
  const own = {
    Statement: { Effect: "Allow", Principal: { AWS: { Ref: "AWS::AccountId" } }, Action: "kms:*" },
  };
  const all = {
    "own.json": template({ A: own }),
    "two.json": template({ A: own, B: own }),
    "before.json": policy,
    "after.json": after,
    "old.json": template({ A: policy, B: policy }),
    "new.json": template({ A: after, B: policy, C: policy }),
    "plan.json": {
      format_version: "1.2",
      resource_changes: [
        { address: "aws_kms_key.a", type: "aws_kms_key", change: change(["update"], policy, after) },
        { address: "aws_kms_key.b", type: "aws_kms_key", change: change(["create"], null, policy) },
      ],
    },
    "data/iam.json": example.iam[account],
    "data/grants.json": { Grants: example.grants },
  };
  for (const [name, value] of Object.entries(all)) await writeFile(file(name), JSON.stringify(value));
});

interface Answer {
  readonly keys: readonly {
    readonly selector: string;
    readonly change: string;
    readonly gained: readonly unknown[];
    readonly lost: readonly unknown[];
    readonly notes?: readonly string[];
  }[];
  readonly gained: readonly unknown[];
  readonly lost: readonly unknown[];
  readonly lookedAt: object;
}

const json = async (...args: readonly string[]): Promise<Answer> =>
  JSON.parse((await run("diff", ...args, "--json", "--iam-data", file("data"))).stdout) as Answer;

test("a plan tells of each key by name what diff tells of it alone", async () => {
  const plan = await json(file("plan.json"), "--account", account);
  const alone = await json(file("before.json"), file("after.json"), "--key-arn", example.key.arn);
  expect(alone.lost.length).toBeGreaterThan(0);
  expect(plan.keys[0]).toMatchObject({ selector: "aws_kms_key.a", change: "changed", lost: alone.lost });
  expect(plan.lookedAt).toEqual(alone.lookedAt);
});

test("who loses kms:Decrypt, of roles, users and the root user", async () => {
  const { "kms:Decrypt": expected } = example.expectedLoss ?? {};
  const { lost } = await json(file("before.json"), file("after.json"), "--key-arn", example.key.arn);
  const names = (lost as readonly { principal: string; actions: readonly string[] }[])
    .filter(({ actions }) => actions.includes("kms:Decrypt"))
    .map(({ principal }) => principal)
    .sort();
  const all = [...(expected?.roles ?? []), ...(expected?.users ?? []), `root-user:${account}`];
  expect(names).toEqual(all.sort());
});

test("a key without an ARN: all but what names it by its id, and that is said", async () => {
  const { keys } = await json(
    file("old.json"),
    file("new.json"),
    "--account",
    account,
    "--region",
    "eu-west-1",
  );
  const notes = ["its ARN is not known: an IAM policy that names it by its id is not seen"];
  expect(keys.map(({ selector, change }) => [selector, change])).toEqual([
    ["A", "changed"],
    ["B", "same"],
    ["C", "added"],
  ]);
  for (const key of keys) expect(key.notes).toEqual(notes);
  // PowerUserAccess allows it on every key, kms-use on the one key of the example alone.
  for (const access of [keys[0]?.lost, keys[2]?.gained]) {
    expect(JSON.stringify(access)).toContain("AWSReservedSSO_PowerUser");
    expect(JSON.stringify(access)).not.toContain("user/bob");
  }
});

test("in words and in Markdown, with what was looked at last", async () => {
  const flags = ["--account", account, "--iam-data", file("data")];
  const { stdout, exit } = await run("diff", file("old.json"), file("new.json"), ...flags);
  expect(exit).toBe(0);
  expect(stdout.replaceAll("\n  ", " ")).toMatch(
    /permission set PowerUser[^]* loses[^]*B: stays as it is[^]*Looked at: IAM of 111122223333/,
  );
  const markdown = await run("diff", file("plan.json"), ...flags, "--format", "markdown");
  expect(markdown.stdout).toMatch(/\| `aws_kms_key\.a` \| − \| `user\/bob`/);
  expect(markdown.stdout).toMatch(/\n\nLooked at: /);
});

test("documents that do not tell their account are asked for it", async () => {
  const { exit, stderr } = await run("diff", file("own.json"), file("two.json"), "--iam-data", file("data"));
  expect(exit).toBe(2);
  expect(stderr).toContain("IAM data is of an account, and the documents do not tell theirs");
  expect(stderr).toContain("--account");
});
