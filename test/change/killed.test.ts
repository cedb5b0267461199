import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { settlePending } from "../../src/change/settle-pending.ts";
import type { ChangeServices } from "../../src/change/services.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

const before = policy(use("One", "A"));
const after = policy(use("One", "A", "Mine"));

/** The calls of a change that reach outside, in order; `kill` is the number of the one that never comes back. */
const killedAt = async (kill: number, lostAnswers = 0) => {
  const { kms, history, services, subject } = world(before);
  kms.lostAnswers = lostAnswers;
  const calls: string[] = [];
  let killed = () => {};
  const death = new Promise<"killed">((resolve) => {
    killed = () => {
      resolve("killed");
    };
  });
  const step = async <T>(name: string, when: "before" | "after", act: () => Promise<T>): Promise<T> => {
    calls.push(`${when} ${name}`);
    if (calls.length !== kill) return act();
    killed();
    return new Promise<never>(() => undefined);
  };
  const around =
    <A extends unknown[], T>(name: string, act: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      const result = await step(name, "before", () => act(...given));
      return step(name, "after", () => Promise.resolve(result));
    };
  const mortal: ChangeServices = {
    ...services,
    history: {
      ...services.history,
      record: around("record", services.history.record.bind(services.history)),
      settle: around("settle", services.history.settle.bind(services.history)),
    },
  };
  const doomed = {
    ...subject,
    read: around("read", () => subject.read()),
    write: around("put", subject.write.bind(subject)),
  };
  const ending = await Promise.race([runChange(doomed, makes(after), yes, mortal), death]);
  return { ending, calls, kms, history, services, subject };
};

const points = Array.from({ length: 20 }, (_, index) => index + 1);

test.each(points.flatMap((point) => [0, 1].map((lost) => [point, lost] as const)))(
  "killed at step %i (answers lost: %i): the policy is wholly old or wholly new, and the history tells which",
  async (point, lost) => {
    const { ending, kms, history, services, subject } = await killedAt(point, lost);
    expect([before, after]).toContain(kms.text);
    if (kms.text === after) expect(history.records.map((record) => record.after)).toEqual([after]);
    await services.clock.sleep(301_000);
    const settled = await settlePending(subject, services);
    const outcomes = settled.map(({ outcome }) => outcome);
    if (ending === "killed" && settled.length > 0) {
      expect(outcomes).toHaveLength(1);
      // Once the put was answered the record says so, whatever stops the reading after it.
      expect(kms.text === after ? ["verified", "written"] : ["failed"]).toContain(outcomes[0]);
    }
    for (const record of settled)
      expect(record).toMatchObject({ before: expect.any(String) as string, after });
  },
);

/** Two readings side by side. */
const pair = ["before read", "before read", "after read", "after read"];

test("the points above cover the whole way", async () => {
  const { ending, calls } = await killedAt(99);
  expect(ending).toMatchObject({ outcome: "changed", verified: true });
  expect(calls).toEqual([
    "before read",
    "after read",
    "before read",
    "after read",
    "before record",
    "after record",
    "before put",
    "after put",
    "before settle",
    "after settle",
    ...pair,
    ...pair,
    "before settle",
    "after settle",
  ]);
  expect(calls).toHaveLength(points.length);
});
