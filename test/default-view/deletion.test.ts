import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// The box "Allow key administrators to delete this key", cleared and ticked through the program, on a key of each kind.

const aliases = ["app", "legacy", "signing", "tokens", "mailbox", "global"].map((name) => `alias/${name}`);
const both = ["kms:CancelKeyDeletion", "kms:ScheduleKeyDeletion"];

test.each(aliases)("deny-deletion and allow-deletion on %s", async (key) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = (...args: readonly string[]) => kmspol(place, sandbox, args);
  const json = async (...args: readonly string[]) => {
    const { exit, stdout } = await run(...args, "--json");
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    return { ...answer, exit } as Record<string, unknown>;
  };
  const before = sandbox.policyOf(key);
  const mayDelete = async () => (await json("show", key))["adminsMayDelete"];
  const may = async () => (await run("can", key, "role/Admin", "kms:ScheduleKeyDeletion")).exit;
  expect([await mayDelete(), await may()]).toEqual([true, 0]);

  // Nothing is written without consent, nor by a dry run, which shows what would be.
  expect((await run("deny-deletion", key)).exit).toBe(2);
  const dry = await run("deny-deletion", key, "--dry-run");
  expect(dry.exit).toBe(0);
  expect(dry.stderr.replaceAll("\n  ", " ")).toMatch(/role\/Admin.* loses? deletion of the key/);
  expect(dry.stderr.replaceAll(/\s+/g, " ")).toContain(
    "IAM policies of account 111122223333 can still give deletion of the key through statement 1",
  );
  expect(dry.stdout).toContain("a dry run, nothing was written");
  expect(samePolicy(sandbox.policyOf(key), before)).toBe(true);

  const denied = await json("deny-deletion", key, "--yes");
  expect(denied).toMatchObject({ exit: 0, outcome: "changed", verified: true, gained: [] });
  const lost = denied["lost"] as { actions: readonly string[]; principal: string }[];
  expect(lost.map(({ actions }) => actions)).toEqual(lost.map(() => both));
  expect(lost.map(({ principal }) => principal)).toContain("arn:aws:iam::111122223333:role/Admin");
  // What is left is what IAM gives.
  expect([await mayDelete(), await may()]).toEqual([false, 1]);
  expect(await json("deny-deletion", key, "--yes")).toMatchObject({ exit: 0, outcome: "unchanged" });

  expect(await json("allow-deletion", key, "--dry-run")).toMatchObject({ outcome: "planned", lost: [] });
  expect(await mayDelete()).toBe(false);
  expect(await json("allow-deletion", key, "--yes")).toMatchObject({ outcome: "changed", verified: true });
  expect([await mayDelete(), await may()]).toEqual([true, 0]);
  expect(await json("allow-deletion", key, "--yes")).toMatchObject({ outcome: "unchanged" });
  expect(samePolicy(sandbox.policyOf(key), before)).toBe(true);
});

test.each(["allow-deletion", "deny-deletion"])(
  "%s where nobody administers the key by name",
  async (verb) => {
    const [place, sandbox] = [await newPlace(), await sandboxForTest()];
    const key = "7890abcd-78ab-90cd-12ef-7890123456ab";
    const { exit, stdout, stderr } = await kmspol(place, sandbox, [verb, key, "--yes"]);
    expect([exit, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining("nothing to change")]);
    expect(stderr).toContain(
      `Nobody administers the key by name. To change that: kmspol add-admin ${key} PRINCIPAL\n`,
    );
  },
);
