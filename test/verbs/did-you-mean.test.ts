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
