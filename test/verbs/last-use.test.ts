import { expect, test } from "vitest";
import { lastUse } from "../../src/adapters/aws/kms-last-used.ts";
import type { KmsCall } from "../../src/adapters/aws/kms-client.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { within } from "../support/in-process.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 29);

const keyOf = (sandbox: Sandbox, alias: string) => {
  const store = sandbox.state.regions.get("111122223333/eu-west-1")!;
  return store.keys.get(store.aliases.get(alias)?.target ?? "")!;
};

/** A sandbox, and a clock that passes each pause at once. */
const stage = async (at = now) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  let slept = 0;
  const clock = {
    now: () => new Date(at + slept),
    sleep: (milliseconds: number) => {
      slept += milliseconds;
      return Promise.resolve();
    },
  };
  const run = async (...args: readonly string[]) => {
    const { exit, stdout, stderr } = await within({ state: place.state, sandbox, clock }, args);
    return { exit, stdout, told: stderr.replaceAll(/\s+/g, " ") };
  };
  const made = (alias: string, daysAgo: number) => {
    Object.assign(keyOf(sandbox, alias), { created: now - daysAgo * day });
  };
  const used = (alias: string, daysAgo: number) => {
    keyOf(sandbox, alias).lastUse = { operation: "Decrypt", at: now - daysAgo * day };
  };
  return { sandbox, run, made, used };
};

interface Listed {
  readonly aliases: readonly string[];
  readonly lastUse?: { readonly at?: string; readonly trackedSince?: string; readonly notKnown?: string };
}

const keysIn = (text: string) => (JSON.parse(text) as { keys: readonly Listed[] }).keys;

// [case, days since the key was made, days since its last use, --unused-for, is listed]
test.each<readonly [string, number, number | undefined, string, boolean]>([
  ["used yesterday", 400, 1, "90d", false],
  ["used 100 days ago", 400, 100, "90d", true],
  ["used 100 days ago, asked for 101", 400, 100, "101", false],
  ["made long ago, no use since tracking began 216 days ago", 400, undefined, "90d", true],
  ["made 100 days ago, never used", 100, undefined, "90d", true],
  ["made 10 days ago: it was not unused so long", 10, undefined, "90d", false],
])("--unused-for, a key %s", async (_case, made, used, days, isListed) => {
  const stand = await stage();
  stand.made("alias/app", made);
  if (used !== undefined) stand.used("alias/app", used);
  const { exit, stdout, told } = await stand.run("list", "--alias", "app", "--unused-for", days, "--json");
  expect([exit, keysIn(stdout).length, told]).toEqual([0, isListed ? 1 : 0, ""]);
});

test("a key that was tracked for less long than was asked is not known, and named", async () => {
  const { run, made } = await stage();
  made("alias/app", 900);
  const { stdout, told } = await run("list", "--alias", "app", "--unused-for", "365", "--json");
  expect(keysIn(stdout)).toEqual([]);
  expect(told).toContain(
    "alias/app: whether it is unused so long is not known: KMS has tracked the use for less than 365 days",
  );
});

test("what KMS does not tell is not known, never unused", async () => {
  const { sandbox, run } = await stage();
  sandbox.faults.failNext({ operation: "GetKeyLastUsage", error: "AccessDeniedException", count: 1 });
  const { exit, stdout, told } = await run("list", "--alias", "app", "--unused-for", "90", "--json");
  expect([exit, keysIn(stdout)]).toEqual([0, []]);
  expect(told).toContain(
    "alias/app: whether it is unused so long is not known: KMS did not tell the last use (",
  );
  sandbox.faults.failNext({ operation: "GetKeyLastUsage", error: "AccessDeniedException", count: 1 });
  const listed = await run("list", "--alias", "app", "--last-use", "--json");
  expect(keysIn(listed.stdout)[0]?.lastUse?.notKnown).toBeTypeOf("string");
});

test("a use in the future is told: a clock is off", async () => {
  const { run, used } = await stage();
  used("alias/app", -2);
  const { stdout, told } = await run("list", "--alias", "app", "--unused-for", "90", "--json");
  expect(keysIn(stdout)).toEqual([]);
  expect(told).toContain("one of the clocks is off");
});

test("how long the questions take is said", async () => {
  const { run } = await stage();
  const { stdout, told } = await run("list", "--last-use", "--json");
  const count = keysIn(stdout).length;
  expect(count).toBeGreaterThan(9);
  expect(told).toContain(`asking for the last use of ${count} keys takes about ${Math.ceil(count * 0.22)} s`);
});

test("two questions are never closer than the quota lets them be", async () => {
  let at = now;
  const clock = {
    now: () => new Date(at),
    sleep: (milliseconds: number) => {
      at += milliseconds;
      return Promise.resolve();
    },
  };
  const asked: number[] = [];
  const call = (() => {
    asked.push(at);
    return Promise.resolve({});
  }) as unknown as KmsCall;
  const ask = lastUse(call, clock);
  for (let i = 0; i < 20; i++) await ask("a");
  const apart = asked.slice(1).map((moment, i) => moment - (asked[i] ?? 0));
  expect(Math.min(...apart)).toBeGreaterThan(200);
});

test("the table, show and JSON tell the same", async () => {
  const { run, made, used } = await stage();
  made("alias/app", 400);
  used("alias/app", 3);
  made("alias/reports", 400);
  const { stdout } = await run("list", "--columns", "alias,last-use", "--sort", "-last-use");
  expect(stdout).toMatch(/alias\/app +2026-11-26 Decrypt/);
  expect(stdout).toMatch(/alias\/reports +none since 2026-04-27/);
  expect((await run("show", "alias/app")).stdout).toMatch(/Last use: 2026-11-26 Decrypt/);
  expect((await run("show", "alias/reports")).stdout).toMatch(/Last use: none since 2026-04-27, from when/);
  const shown = JSON.parse((await run("show", "alias/app", "--json")).stdout) as Listed;
  expect(shown.lastUse?.at).toBe("2026-11-26T00:00:00.000Z");
});

test.each(["0", "-1", "90w", "", "4000"])("--unused-for %j is refused", async (days) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const { exit, stderr } = await kmspol(place, sandbox, ["list", `--unused-for=${days}`]);
  expect([exit, stderr]).toEqual([2, expect.stringContaining("from 1 to 3650")]);
});

// [case, flags of each, exit, keys that it goes over]
test.each<readonly [string, readonly string[], number, readonly string[]]>([
  ["alone it chooses", ["--unused-for", "90d"], 0, ["alias/reports"]],
  ["within what else is chosen", ["--alias", "app", "--unused-for", "90"], 0, []],
  ["not beside names", ["--keys-from", "keys.txt", "--unused-for", "90"], 2, []],
])("each --unused-for: %s", async (_case, flags, exit, aliases) => {
  const stand = await stage();
  for (const { target } of [...stand.sandbox.state.regions.get("111122223333/eu-west-1")!.aliases.values()])
    if (target !== undefined)
      Object.assign(stand.sandbox.state.regions.get("111122223333/eu-west-1")!.keys.get(target) ?? {}, {
        created: now - 10 * day,
      });
  stand.made("alias/app", 400);
  stand.used("alias/app", 3);
  stand.made("alias/reports", 400);
  stand.used("alias/reports", 100);
  const ended = await stand.run("each", ...flags, "--json", "--", "get");
  expect(ended.exit).toBe(exit);
  const store = stand.sandbox.requests.filter(({ operation }) => operation === "GetKeyPolicy").length;
  expect(store).toBe(aliases.length);
});
