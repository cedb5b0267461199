import { expect, test } from "vitest";
import { goneAtLook } from "../../src/change/gone-at-look.ts";
import { judges } from "../../src/change/judges.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { ChangeRecord } from "../../src/ports.ts";
import { arn, keyChanged, policy, use } from "./fakes.ts";

// Whoever looks at a policy is told of an own change that is gone: certain once no replica lags, for a week.

const none = policy(use("One", "A"), use("Two", "B"));
const withApp = policy(use("One", "A", "App"), use("Two", "B"));
const withBoth = policy(use("One", "A", "App"), use("Two", "B", "Ci"));
const began = new Date("2026-01-31T12:00:00Z");

/** So many minutes before the look. */
const ago = (minutes: number): string => new Date(began.getTime() - minutes * 60_000).toISOString();
const day = 24 * 60;

const record = (id: string, minutes: number, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  ...{ id, at: ago(minutes), by: "", command: [], outcome: "verified", before: none, after: withApp },
  ...more,
});

/** What is said of these changes, newest first, where a policy stands; and whether it was asked for the judges. */
const said = async (changes: readonly ChangeRecord[], stands: string | undefined, text = stands ?? "") => {
  let loads = 0;
  const words = await goneAtLook(keyChanged, text, began, {
    history: { changes: () => Promise.resolve(changes) },
    load: () => {
      loads++;
      const current = stands === undefined ? undefined : documentOf(parsePolicyText(stands, "json"));
      return Promise.resolve({ judges, current });
    },
  });
  return { words, loads };
};

const command = `kmspol history ${arn} --cloudtrail`;
const isGone = (id: string, moment: string): string =>
  `change ${id} of ${moment} UTC is no longer there: somebody else has put a policy without it since; ${command} tells who`;
const mayBe = (id: string, moment: string): string =>
  `change ${id} of ${moment} UTC is not in the policy that KMS shows here: this part of KMS may be behind, or somebody else may have put a policy without it; ${command} tells, some minutes after it was made`;

test.each<[string, readonly ChangeRecord[], string | undefined]>([
  ["gone, an hour ago", [record("app", 60)], isGone("app", "2026-01-31 11:00")],
  ["gone, a week ago to the minute", [record("app", 7 * day)], isGone("app", "2026-01-24 12:00")],
  ["longer ago nobody is surprised", [record("app", 7 * day + 1)], undefined],
  ["gone, five minutes ago", [record("app", 5)], isGone("app", "2026-01-31 11:55")],
  ["sooner a replica may be behind", [record("app", 4)], mayBe("app", "2026-01-31 11:56")],
  ["it counts when KMS answered", [record("app", 8 * day, { answered: ago(4) })], undefined],
  ["the answer was late", [record("app", 6, { answered: ago(4) })], mayBe("app", "2026-01-31 11:54")],
  ["another run is at it", [record("app", 60, { outcome: "pending" })], undefined],
  ["only what failed", [record("app", 60, { outcome: "failed" })], undefined],
  ["nothing was ever changed", [], undefined],
  [
    "what failed after it says nothing",
    [record("bad", 30, { outcome: "failed" }), record("app", 60)],
    isGone("app", "2026-01-31 11:00"),
  ],
  [
    "of two the newest, and the other by its name",
    [record("ci", 30, { before: withApp, after: withBoth }), record("app", 60)],
    `${isGone("ci", "2026-01-31 11:30")}; the same is true of change app`,
  ],
  [
    "of three the others by their names",
    [
      record("c", 10, {
        before: withBoth,
        after: policy(use("One", "A", "App", "C"), use("Two", "B", "Ci")),
      }),
      record("b", 30, { before: withApp, after: withBoth }),
      record("a", 60),
    ],
    `${isGone("c", "2026-01-31 11:50")}; the same is true of changes a, b`,
  ],
  [
    "one that is older than a week is not named beside it",
    [record("ci", 30, { before: withApp, after: withBoth }), record("app", 8 * day)],
    isGone("ci", "2026-01-31 11:30"),
  ],
  [
    "what our own next change was made of already",
    [
      record("more", 30, { before: none, after: policy(use("One", "A"), use("Two", "B", "Ci")) }),
      record("app", 60),
    ],
    isGone("more", "2026-01-31 11:30"),
  ],
])("%s", async (_, changes, words) => {
  expect((await said(changes, none)).words).toBe(words);
});

test("where what was put last stands, and where it is too old, no judge is loaded", async () => {
  expect(await said([record("app", 60)], withApp)).toEqual({ words: undefined, loads: 0 });
  expect(await said([record("app", 8 * day)], none)).toEqual({ words: undefined, loads: 0 });
  expect((await said([record("app", 60)], none)).loads).toBe(1);
});

test("nothing is said of what cannot be read, nor of what is there in another order", async () => {
  expect((await said([record("app", 60)], undefined, "{")).words).toBeUndefined();
  expect((await said([record("app", 60)], policy(use("One", "App", "A"), use("Two", "B")))).words).toBe(
    undefined,
  );
});
