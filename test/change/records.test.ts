import { expect, test } from "vitest";
import { planChange, runChange } from "../../src/change/run-change.ts";
import { caller, makes, policy, use, world, yes } from "./fakes.ts";

// What the history keeps of a change: who, when, by which command, why, and both texts, before anything is put.

const [before, after] = [policy(use("One", "A")), policy(use("One", "B"))];

test.each([
  ["a change", yes, {}],
  ["with a reason", { ...yes, reason: "ticket 7" }, { reason: "ticket 7" }],
  ["one of a run over many keys", { ...yes, run: "r1" }, { run: "r1" }],
])("%s is on disk, pending, when it is put", async (_, options, more) => {
  const { kms, history, services, subject } = world(before, { interactive: false });
  const onDisk: unknown[] = [];
  kms.before = (request) => {
    if (request === "write") onDisk.push(...history.records);
  };
  await runChange(subject, makes(after), { ...options, command: ["kmspol", "put", "alias/app"] }, services);
  const made = {
    id: "a000",
    at: "2026-01-01T00:00:00.000Z",
    by: caller.arn,
    command: ["kmspol", "put", "alias/app"],
    before,
    after,
    ...more,
  };
  expect(onDisk).toEqual([{ ...made, outcome: "pending" }]);
  expect(history.records).toEqual([{ ...made, outcome: "verified" }]);
});

test.each([
  ["a dry run", { ...yes, dryRun: true }, after, "planned"],
  ["what changes nothing", yes, before, "unchanged"],
])("%s leaves no record, and puts nothing", async (_, options, text, outcome) => {
  const { kms, history, services, subject } = world(before, { interactive: false });
  expect(await runChange(subject, makes(text), options, services)).toMatchObject({ outcome });
  expect([history.records, kms.puts, [...history.kept]]).toEqual([[], [], []]);
});

test("a plan is recorded when it is applied, under the command and run of then", async () => {
  const { kms, history, services, subject } = world(before, { interactive: false });
  const plan = await planChange(subject, makes(after), { ...yes, reason: "why" }, services);
  expect([plan.result.outcome, history.records, kms.puts]).toEqual(["planned", [], []]);
  await plan.apply({ command: ["kmspol", "each"], run: "r2" });
  expect(history.records).toMatchObject([{ command: ["kmspol", "each"], run: "r2", reason: "why" }]);
  expect(kms.puts).toEqual([after]);
});

test("where the record cannot be written nothing is put, and the new text is kept", async () => {
  const { kms, history, services, subject } = world(before, { interactive: false });
  history.fail.record = true;
  const ends = runChange(subject, makes(after), yes, services);
  await expect(ends).rejects.toMatchObject({ code: "history-unwritable" });
  expect(kms.puts).toEqual([]);
  expect([...history.kept.values()]).toEqual([after]);
});
