import { expect, onTestFinished, test, vi } from "vitest";
import { NoAnswerInTime, within } from "../../../src/adapters/aws/patience.ts";

/** Milliseconds that nothing else waits for. */
const long = 123_457;

/** Whether the timer of `long` that was set meanwhile is cleared. */
const watchTimers = () => {
  const [set, clear] = [vi.spyOn(globalThis, "setTimeout"), vi.spyOn(globalThis, "clearTimeout")];
  onTestFinished(() => {
    set.mockRestore();
    clear.mockRestore();
  });
  return () => {
    const at = set.mock.calls.findIndex(([, milliseconds]) => milliseconds === long);
    return at >= 0 && clear.mock.calls.some(([timer]) => timer === set.mock.results[at]?.value);
  };
};

test("what is there in time is given, and nothing is waited for any more", async () => {
  const isCleared = watchTimers();
  let stopped: AbortSignal | undefined;
  const done = await within(long, (signal) => {
    stopped = signal;
    return Promise.resolve("answer");
  });
  expect([done, isCleared(), stopped?.aborted]).toEqual(["answer", true, false]);
});

test("what fails in time fails as it does, and nothing is waited for any more", async () => {
  const isCleared = watchTimers();
  const error = new Error("refused");
  await expect(within(long, () => Promise.reject(error))).rejects.toBe(error);
  expect(isCleared()).toBe(true);
});

test("what is not there in time is told to stop", async () => {
  let stopped: AbortSignal | undefined;
  const late = within(1, (signal) => {
    stopped = signal;
    return new Promise(() => undefined);
  });
  await expect(late).rejects.toBeInstanceOf(NoAnswerInTime);
  await expect(late).rejects.toMatchObject({ name: "TimeoutError" });
  expect(stopped?.aborted).toBe(true);
});
