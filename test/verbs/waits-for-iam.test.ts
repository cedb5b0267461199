import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AccountReading, ReadingBounds } from "../../src/account-data-port.ts";
import type { Context } from "../../src/cli/app.ts";
import { liveAnswers } from "../../src/verbs/effective/live-answers.ts";
import { worldOfCaller } from "../../src/verbs/effective/world-of-caller.ts";
import { emptyWorld } from "../../src/world/read-world.ts";

/** A change waits for IAM ten seconds in all, whatever comes meanwhile; a question that is about IAM so long for each page. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const account = "111122223333";
const seconds = 1000;

/** Answers when the asker gives up; a page comes every nine seconds until then. */
const never = ({ signal, onPage }: ReadingBounds = {}): Promise<AccountReading> =>
  new Promise((resolve) => {
    const pages = setInterval(() => onPage?.(100), 9 * seconds);
    signal?.addEventListener("abort", () => {
      clearInterval(pages);
      resolve({ answer: undefined, notRead: [{ what: "it", because: "AWS did not answer in time" }] });
    });
  });

const accounts = {
  iam: never,
  organization: (_: readonly string[], bounds?: ReadingBounds) => never({ signal: bounds?.signal }),
  ofPrincipal: (_: string, __: string, bounds?: ReadingBounds) => never({ signal: bounds?.signal }),
};
const caller = { arn: `arn:aws:iam::${account}:user/ana`, account, partition: "aws", userId: "AIDAANA" };
const context = {
  global: {},
  outside: {
    terminal: {},
    aws: () =>
      Promise.resolve({
        identity: { caller: () => Promise.resolve(caller) },
        accounts: () => Promise.resolve(accounts),
      }),
  },
} as unknown as Context;

const settledAt = async (asked: Promise<unknown>, most: number): Promise<number | undefined> => {
  let at: number | undefined;
  const began = Date.now();
  void asked.then(() => (at = Date.now() - began));
  await vi.advanceTimersByTimeAsync(most);
  return at;
};

test.each<readonly [what: string, ask: () => Promise<unknown>, at: number | undefined]>([
  [
    "who gains and who loses",
    () => liveAnswers(context, { accountProfile: [], account, told: emptyWorld, inAll: true }),
    10 * seconds,
  ],
  ["what binds the caller", () => worldOfCaller(context, caller), 10 * seconds],
  [
    "a question about IAM, whose pages come",
    () => liveAnswers(context, { accountProfile: [], account, told: emptyWorld }),
    undefined,
  ],
])("%s", async (_, ask, at) => {
  expect(await settledAt(ask(), 60 * seconds)).toBe(at);
});
