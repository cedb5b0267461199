import { expect, test } from "vitest";
import type { FailureKind } from "../../../src/adapters/aws/failure-kind.ts";
import { withRetries } from "../../../src/adapters/aws/retries.ts";

/** A clock whose sleeps pass at once and whose tries take a given time. */
const run = async (kind: FailureKind, failures: number, tryTakes = 0) => {
  let now = 0;
  let tries = 0;
  const clock = {
    now: () => new Date(now),
    sleep: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const attempt = (number: number) => {
    tries = number;
    now += tryTakes;
    return number <= failures ? Promise.reject(new Error(kind)) : Promise.resolve("done");
  };
  const outcome = await withRetries(attempt, () => kind, { clock, random: () => 1 }).catch(String);
  return { outcome, tries, elapsed: now };
};

test.each<[FailureKind, number]>([
  ["throttled", 9],
  ["internal", 9],
  ["cut", 9],
  ["unreachable", 2],
  ["unanswered", 1],
  ["nonsense", 2],
])("%s is tried again, %i failures long", async (kind, failures) => {
  expect((await run(kind, failures)).outcome).toBe("done");
  expect((await run(kind, failures + 1)).outcome).toBe(`Error: ${kind}`);
});

test("a final failure is not tried again", async () => {
  expect(await run("final", 1)).toEqual({ outcome: "Error: final", tries: 1, elapsed: 0 });
});

test("no operation goes on for more than thirty seconds of pauses", async () => {
  expect((await run("throttled", 99)).elapsed).toBeLessThanOrEqual(30_000);
  expect((await run("throttled", 99, 10_000)).tries).toBeLessThanOrEqual(3);
});

test.each([
  ["twice as long each time, and never more than four seconds", 1, [400, 800, 1600, 3200, 4000, 4000]],
  ["by chance half as long, so that many do not come back at once", 0, [200, 400, 800, 1600, 2000, 2000]],
])("what is throttled waits %s", async (_, chance, pauses) => {
  const slept: number[] = [];
  const clock = { now: () => new Date(0), sleep: (pause: number) => Promise.resolve(void slept.push(pause)) };
  const attempt = (number: number) => (number <= 6 ? Promise.reject(new Error("slower")) : Promise.resolve());
  await withRetries(attempt, () => "throttled", { clock, random: () => chance });
  expect(slept).toEqual(pauses);
});

test("a pause that would end beyond the bound is not begun", async () => {
  expect(await run("unreachable", 99, 7_900)).toMatchObject({ tries: 1, elapsed: 7_900 });
  expect(await run("unreachable", 99, 7_800)).toMatchObject({ tries: 2 });
});

test("a dead endpoint is given up within fifteen seconds", async () => {
  expect((await run("unreachable", 99, 4000)).elapsed).toBeLessThan(15_000);
  expect((await run("unanswered", 99, 6000)).elapsed).toBeLessThan(15_000);
});
