import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NoAnswerInTime, within } from "../../../src/adapters/aws/patience.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is there in time is given, and nothing is waited for any more", async () => {
  let stopped: AbortSignal | undefined;
  const done = await within(1000, (signal) => {
    stopped = signal;
    return Promise.resolve("answer");
  });
  expect([done, vi.getTimerCount(), stopped?.aborted]).toEqual(["answer", 0, false]);
});

test("what fails in time fails as it does, and nothing is waited for any more", async () => {
  const error = new Error("refused");
  await expect(within(1000, () => Promise.reject(error))).rejects.toBe(error);
  expect(vi.getTimerCount()).toBe(0);
});

test("what is not there in time is told to stop", async () => {
  let stopped: AbortSignal | undefined;
  const late = within(1000, (signal) => {
    stopped = signal;
    return new Promise(() => undefined);
  });
  const failed = late.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(999);
  expect(stopped?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await failed).toBeInstanceOf(NoAnswerInTime);
  expect([await failed, stopped?.aborted, vi.getTimerCount()]).toMatchObject([
    { name: "TimeoutError" },
    true,
    0,
  ]);
});
