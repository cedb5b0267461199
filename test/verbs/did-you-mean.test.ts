import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// A key that is not there: which one was meant.

const place = async (as?: string) => {
  const sandbox = await sandboxForTest();
  const state = await mkdtemp(join(tmpdir(), "kmspol-meant-"));
  const run = (...args: readonly string[]) =>
    within({ state, sandbox, ...(as !== undefined && { as }) }, args);
  return { sandbox, run };
};

test.each([
  ["alias/ap", "did you mean alias/app?"],
  ["alias/App", "did you mean alias/app?"],
  ["alias/reprots", "did you mean alias/reports?"],
  ["alias/sign", "did you mean alias/signing?"],
  ["alias/aws/s4", "did you mean alias/aws/s3?"],
  ["alias/nothing-like-it", "kmspol list shows the keys"],
  ["1234abcd-12ab-34cd-56ef-1234567890ff", "kmspol list shows the keys"],
])("%s: %s", async (alias, hint) => {
  const { run } = await place();
  for (const line of [
    ["show", alias],
    ["add-user", alias, "role/App", "--dry-run"],
  ]) {
    const { exit, stderr } = await run(...line);
    expect(exit).toBe(5);
    expect(stderr.replaceAll("\n  ", " ")).toContain(hint);
  }
});

test("where the aliases may not be listed nothing is guessed", async () => {
  const { sandbox, run } = await place();
  sandbox.faults.failNext({ operation: "ListAliases", error: "AccessDenied", count: 9 });
  const { exit, stderr } = await run("show", "alias/ap");
  expect(exit).toBe(5);
  expect(stderr).toContain("there is no key alias/ap");
  expect(stderr).not.toContain("did you mean");
});

// What is missing or half a name: where one is, and what was most likely meant.
test.each<readonly [line: string, exit: number, said: RegExp]>([
  ["show alias/nope", 5, /no key alias\/nope in 111122223333, eu-west-1\n/],
  ["add-user alias/app alice --dry-run", 2, /did you mean user\/alice\?/],
  ["add-admin alias/app Backup --dry-run", 2, /did you mean role\/service\/Backup\?/],
  ["add-user alias/app nobody --dry-run", 2, /write user\/nobody or role\/nobody/],
  ["grant-account alias/app 4444 --dry-run", 2, /4444 names no account: .*\n.*write all 12 digits/],
  ["add-user alias/app 444455-556666 --dry-run", 2, /write 444455556666\n/],
  ["each --resume", 2, /each --runs lists the runs/],
  ["each --undo", 2, /each --runs lists the runs/],
])("%s", async (line, status, said) => {
  const { run } = await place();
  const { exit, stderr } = await run(...line.split(" "));
  expect([exit, stderr]).toEqual([status, expect.stringMatching(said)]);
});

test("no keys: where there are none", async () => {
  const { run } = await place();
  expect((await run("list", "--alias", "nothing")).stdout).toBe("no keys in 111122223333, eu-west-1\n");
});
