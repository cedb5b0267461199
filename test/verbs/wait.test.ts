import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Clock } from "../../src/ports.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `kmspol wait T P A`: ends once the answer of `can` is yes, or with the time given.

const main = "111122223333";
const role = `arn:aws:iam::${main}:role/service/Backup`;
const allow = (AWS: readonly string[]) => ({
  ...{ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" },
});
const policy = (...who: readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [allow([`arn:aws:iam::${main}:user/admin`, ...who])] });

/** A clock that is moved by sleeping alone; `events`: what happens when so many seconds have passed. */
const clockOf = (events: Readonly<Record<number, () => void>> = {}) => {
  const begun = Date.now();
  let slept = 0;
  const left = new Map(Object.entries(events).map(([second, event]) => [Number(second) * 1000, event]));
  const clock: Clock = {
    now: () => new Date(begun + slept),
    sleep: (milliseconds) => {
      slept += milliseconds;
      for (const [at, event] of left) {
        if (at > slept) continue;
        left.delete(at);
        event();
      }
      return Promise.resolve();
    },
  };
  return { clock, slept: () => slept / 1000 };
};

const hint =
  "hint: the key policy alone is asked; --iam asks IAM as well, --account-profile that of another account\n";

const place = async () => {
  const sandbox = await sandboxForTest();
  const state = await mkdtemp(join(tmpdir(), "kmspol-wait-"));
  sandbox.setPolicy("alias/app", policy());
  const wait = (clock: Clock, ...more: readonly string[]) =>
    within({ state, sandbox, clock }, ["wait", "alias/app", "role/service/Backup", "kms:Decrypt", ...more]);
  return { sandbox, state, wait };
};

test("ends once the policy allows it, seen twice", async () => {
  const { sandbox, wait } = await place();
  const { clock, slept } = clockOf({ 20: () => sandbox.setPolicy("alias/app", policy(role)) });
  const { exit, stdout, stderr } = await wait(clock);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: `not yet; asking again for up to 5 min\n${hint}` });
  expect(stdout).toMatch(/^allowed: role/);
  expect(slept()).toBeGreaterThanOrEqual(21);
  expect(slept()).toBeLessThan(30);
});

test("says yes at once, after a second look, where it is allowed already", async () => {
  const { sandbox, wait } = await place();
  sandbox.setPolicy("alias/app", policy(role));
  const { clock, slept } = clockOf();
  expect(await wait(clock)).toMatchObject({ exit: 0, stderr: "" });
  expect(slept()).toBe(1);
});

test("one yes of a replica that is ahead, or behind, is not believed", async () => {
  const { sandbox, wait } = await place();
  sandbox.setPolicy("alias/app", policy(role));
  const { clock } = clockOf({ 1: () => sandbox.setPolicy("alias/app", policy()) });
  expect((await wait(clock, "--timeout", "30s")).exit).toBe(1);
});

test("ends with 1 and the last answer when the time is over", async () => {
  const { wait } = await place();
  const { clock, slept } = clockOf();
  const { exit, stdout, stderr } = await wait(clock, "--timeout", "90s");
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^not allowed: role/);
  expect(stderr).toBe(`not yet; asking again for up to 90 s\n${hint}not allowed after 90 s\n`);
  expect(slept()).toBe(90);
});

test.each(["--json", "-q"])("%s: one document, or none, and no note", async (flag) => {
  const { sandbox, wait } = await place();
  const { clock } = clockOf({ 5: () => sandbox.setPolicy("alias/app", policy(role)) });
  const { exit, stdout } = await wait(clock, flag);
  expect(exit).toBe(0);
  if (flag === "-q") expect(stdout).toBe("");
  else expect(JSON.parse(stdout)).toMatchObject({ decision: "allowed" });
});

test("what IAM gives is seen where IAM is asked, and never in the key policy alone", async () => {
  const { sandbox, state } = await place();
  const delegated = allow([`arn:aws:iam::${main}:root`]);
  sandbox.setPolicy("alias/app", JSON.stringify({ Version: "2012-10-17", Statement: [delegated] }));
  const line = ["wait", "alias/app", "role/ci/pipelines/Deploy", "kms:Decrypt", "--timeout", "5"];
  const wait = (...more: readonly string[]) =>
    within({ state, sandbox, clock: clockOf().clock }, [...line, ...more]);
  expect(await wait("--iam")).toMatchObject({ exit: 0, stderr: "" });
  const alone = await wait();
  expect(alone.exit).toBe(1);
  expect(alone.stderr).toContain(hint);
});

test("-q says nothing while it waits, nor when the time is over", async () => {
  const { wait } = await place();
  const { clock } = clockOf();
  expect(await wait(clock, "-q", "--timeout", "5")).toEqual({ exit: 1, stdout: "", stderr: "" });
});

test("an AWS that fails meanwhile is asked again; the first failure ends it", async () => {
  const { sandbox, wait } = await place();
  const refuse = () =>
    sandbox.faults.failNext({ operation: "GetKeyPolicy", error: "AccessDenied", count: 1 });
  const { clock } = clockOf({ 3: refuse, 9: () => sandbox.setPolicy("alias/app", policy(role)) });
  expect((await wait(clock)).exit).toBe(0);
  sandbox.setPolicy("alias/app", policy());
  refuse();
  const { exit, stderr } = await wait(clockOf().clock);
  expect(exit).toBe(5);
  expect(stderr).toContain("kms:GetKeyPolicy");
});

test.each([
  [["wait", "policy.json", "role/App", "kms:Decrypt"], 2, "does not change by waiting"],
  [["wait", "-", "role/App", "kms:Decrypt"], 2, "does not change by waiting"],
  [["wait", "alias/app@{1}", "role/App", "kms:Decrypt"], 2, "does not change by waiting"],
  [["wait", "alias/app", "role/App", "kms:Decrpyt"], 2, "did you mean kms:Decrypt?"],
  [["wait", "alias/app", "role/App", "kms:Decrypt", "--timeout", "soon"], 2, "5m or 1h"],
  [["wait", "alias/app", "role/App", "kms:Decrypt", "--timeout", "2d"], 2, "5m or 1h"],
  [["wait", "alias/ap", "role/App", "kms:Decrypt"], 5, "alias/ap"],
])("%j is refused", async (args, code, words) => {
  const { sandbox, state } = await place();
  const { exit, stderr } = await within({ state, sandbox, clock: clockOf().clock }, args);
  expect(exit).toBe(code);
  expect(stderr).toContain(words);
});

test("can -q prints nothing and answers by its exit code", async () => {
  const { sandbox, state } = await place();
  const can = (who: string, ...flags: readonly string[]) =>
    within({ state, sandbox }, ["can", "alias/app", who, "kms:Decrypt", ...flags]);
  expect(await can("user/admin", "-q")).toEqual({ exit: 0, stdout: "", stderr: "" });
  expect(await can("role/App", "--quiet")).toEqual({ exit: 1, stdout: "", stderr: "" });
  expect(await can("user/admin", "-q", "--json")).toEqual({ exit: 0, stdout: "", stderr: "" });
  expect((await can("nobody at all", "-q")).stderr).not.toBe("");
});
