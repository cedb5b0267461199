import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isInShard, readShard } from "../../src/verbs/shard.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `--shard I/N` of each and report: every key is in one part, and stays there.

const arnOf = (number: number): string =>
  `arn:aws:kms:eu-west-1:111122223333:key/${number.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;

describe("the parts", () => {
  test.each([1, 2, 3, 4, 7, 16])("of %d divide the keys evenly, and each is in one", (of) => {
    const counts = Array.from({ length: of }, () => 0);
    for (let number = 0; number < 2000; number++) {
      const mine = counts.flatMap((_, i) => (isInShard({ index: i + 1, of }, arnOf(number)) ? [i] : []));
      expect(mine).toHaveLength(1);
      counts[mine[0] ?? 0]! += 1;
    }
    for (const count of counts) expect(Math.abs(count * of - 2000)).toBeLessThan(600);
  });

  // Machines of different versions share the work: these values never change.
  test.each([
    [1, [2, 3, 2]],
    [2, [1, 1, 3]],
    [3, [1, 3, 1]],
  ])("key %d of 2, 3 and 4 parts is in %j", (number, expected) => {
    const parts = [2, 3, 4].map((of) => {
      const all = Array.from({ length: of }, (_, i) => i + 1);
      return all.find((index) => isInShard({ index, of }, arnOf(number)));
    });
    expect(parts).toEqual(expected);
  });

  test.each(["1/1", "4/4", "10000/10000"])("%s is one", (text) => {
    const [index, of] = text.split("/").map(Number);
    expect(readShard(text)).toEqual({ index, of });
  });

  test.each(["", "0/4", "5/4", "1", "1/0", "1/-2", "a/b", "1/4/2", "1.5/4", "1/20000", " 1/4"])(
    "%j is none",
    (text) => {
      expect(() => readShard(text)).toThrow(/rite I\/N/);
    },
  );
});

const bench = async () => {
  const [sandbox, state] = [await sandboxForTest(), await mkdtemp(join(tmpdir(), "kmspol-shard-"))];
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const run = (...args: readonly string[]) => within({ state, sandbox }, args);
  return { sandbox, state, run };
};

const keysIn = (stdout: string): readonly string[] =>
  [...new Set([...stdout.matchAll(/arn:aws:kms:[\w:/-]+/g)].map(([arn]) => arn))].sort();

test.each([
  ["report", ["report", "--format", "csv", "--all"]],
  ["each", ["each", "--all", "--format", "jsonl"]],
])("the parts together are what one run tells: %s", async (verb, line) => {
  const { run } = await bench();
  const rest = verb === "each" ? ["--", "who-can"] : [];
  const whole = keysIn((await run(...line, ...rest)).stdout);
  const parts = [];
  for (const part of ["1/3", "2/3", "3/3"])
    parts.push(keysIn((await run(...line, "--shard", part, ...rest)).stdout));
  expect(whole.length).toBeGreaterThan(3);
  expect(parts.flat().sort()).toEqual(whole);
  expect(parts.filter(({ length }) => length > 0).length).toBeGreaterThan(1);
});

test("two names of one key are in one part, and a name of no key fails in one part alone", async () => {
  const { run, state, sandbox } = await bench();
  const { stdout } = await run("list", "--json");
  const app = (JSON.parse(stdout) as { keys: { arn: string; aliases: string[] }[] }).keys.find(
    ({ aliases }) => aliases.includes("alias/app"),
  );
  expect(sandbox.policyOf("alias/app")).toBeTruthy();
  const file = join(state, "names.txt");
  await writeFile(file, `alias/app\n${app?.arn ?? ""}\nalias/not-there\n`);
  const exits = [];
  const done = [];
  for (const part of ["1/3", "2/3", "3/3"]) {
    const ran = await run("each", "--keys-from", file, "--shard", part, "--json", "--", "who-can");
    exits.push(ran.exit);
    done.push(keysIn(ran.stdout).length > 0);
  }
  expect(exits.filter((exit) => exit !== 0)).toHaveLength(1);
  expect(done.filter(Boolean)).toHaveLength(1);
});

test("a part without keys says so, and what cannot be divided is refused", async () => {
  const { run } = await bench();
  const parts = await Promise.all(
    ["1/2", "2/2"].map((part) => run("each", "--alias", "app", "--shard", part, "--", "get")),
  );
  expect(parts.filter(({ stderr }) => stderr.includes("none of the keys that are meant"))).toHaveLength(1);
  const asked = await run("each", "--all", "--shard", "1/2", "--", "what-can", "role/App");
  expect([asked.exit, asked.stderr]).toEqual([2, expect.stringContaining("all keys at once")]);
  const wrong = await run("each", "--all", "--shard", "3/2", "--", "check");
  expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("write I/N")]);
  const again = await run("each", "--resume", "3f2a9c01", "--shard", "1/2");
  expect(again.exit).toBe(2);
});

const root = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" };

test("rows of --from: by the key's ARN", async () => {
  const { run, state } = await bench();
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [root] });
  const file = join(state, "rows.jsonl");
  const arns = Array.from({ length: 20 }, (_, i) => arnOf(i));
  await writeFile(file, arns.map((arn) => JSON.stringify({ arn, policy })).join("\n"));
  const parts = [];
  for (const part of ["1/2", "2/2"])
    parts.push(keysIn((await run("report", "--from", file, "--format", "csv", "--shard", part)).stdout));
  expect(parts.flat().sort()).toEqual([...arns].sort());
  expect(parts[0]?.length).toBe(arns.filter((arn) => isInShard({ index: 1, of: 2 }, arn)).length);
});
