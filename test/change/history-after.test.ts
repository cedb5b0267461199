import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { settlePending } from "../../src/change/settle-pending.ts";
import { undoEdit } from "../../src/change/undo.ts";
import { judges } from "../../src/change/judges.ts";
import type { ChangeOutcome } from "../../src/ports.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

const first = policy(use("One", "A"), use("Two", "B"));
const second = policy(use("One", "A", "Mine"), use("Two", "B"));
const third = policy(use("One", "A", "Mine"), use("Two", "B", "Other"));

const sorted = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === "AWS" && Array.isArray(value) ? value.sort() : value));

/** A key whose policy went from `first` to `second` by us; then `stands` is what it is. */
const changedOnce = async (stands = second) => {
  const all = world(first);
  await runChange(all.subject, makes(second), yes, all.services);
  all.kms.text = stands;
  const undo = async (to?: string) => {
    const changes = await settlePending(all.subject, all.services);
    const record = to === undefined ? undefined : changes.find(({ id }) => id === to);
    return runChange(all.subject, undoEdit(changes, all.subject, judges, record), yes, all.services);
  };
  return { ...all, undo };
};

test("undo puts back what the last change replaced, byte for byte", async () => {
  const { kms, history, undo } = await changedOnce();
  expect(await undo()).toMatchObject({ outcome: "changed", verified: true });
  expect(kms.text).toBe(history.records[0]!.before);
  expect(sorted(kms.text)).toEqual(sorted(first));
});

test("undo of an undo redoes", async () => {
  const { kms, undo } = await changedOnce();
  await undo();
  await undo();
  expect(sorted(kms.text)).toEqual(sorted(second));
});

test("--to goes back to what a change left", async () => {
  const { kms, services, subject, undo } = await changedOnce();
  await runChange(subject, makes(third), yes, services);
  await undo("a000");
  expect(sorted(kms.text)).toEqual(sorted(second));
});

test("what somebody else has written since stays: the undo is merged with it", async () => {
  const { kms, undo } = await changedOnce(third);
  const result = await undo();
  expect(sorted(kms.text)).toEqual(sorted(policy(use("One", "A"), use("Two", "B", "Other"))));
  expect(result.notes.join()).toContain("stays");
});

test("an undo that touches what somebody else has changed since is a conflict", async () => {
  const theirs = policy({ ...use("One", "A", "Mine"), Action: "kms:Encrypt" }, use("Two", "B"));
  const { kms, undo } = await changedOnce(theirs);
  await expect(undo()).rejects.toMatchObject({
    exit: 4,
    message: expect.stringContaining('"One"') as string,
  });
  expect(kms.text).toBe(theirs);
});

test("a change that failed is not undone; where there is no other, there is nothing to undo", async () => {
  const { history, undo } = await changedOnce();
  history.records[0] = { ...history.records[0]!, outcome: "failed" };
  await expect(undo()).rejects.toMatchObject({ exit: 3, code: "nothing-to-undo" });
});

test.each<[ChangeOutcome, string, string, ChangeOutcome]>([
  ["pending", "what it was to write stands", second, "verified"],
  ["unknown", "what it was to write stands", second, "verified"],
  ["pending", "what it replaced stands, which a replica that lags may show", first, "pending"],
  ["pending", "what it was to write stands, with more", third, "verified"],
  ["pending", "something else stands", policy(use("Two", "B")), "pending"],
  ["verified", "something else stands", policy(use("Two", "B")), "verified"],
])("a change left %s where %s", async (left, _, stands, outcome) => {
  const { history, services, subject } = await changedOnce(stands);
  history.records[0] = { ...history.records[0]!, outcome: left };
  expect((await settlePending(subject, services)).map((change) => change.outcome)).toEqual([outcome]);
});

test("a change left pending where what it replaced still stands when no replica lags any more: it failed", async () => {
  const { history, services, subject } = await changedOnce(first);
  history.records[0] = { ...history.records[0]!, outcome: "pending" };
  await services.clock.sleep(301_000);
  expect((await settlePending(subject, services)).map((change) => change.outcome)).toEqual(["failed"]);
});

test("a change left pending before another one is judged by what that one began from", async () => {
  const { history, services, subject } = await changedOnce();
  await runChange(subject, makes(first), yes, services);
  history.records[0] = { ...history.records[0]!, outcome: "pending" };
  expect((await settlePending(subject, services)).map((change) => change.outcome)).toEqual([
    "verified",
    "written",
  ]);
});

test("with nothing to settle the policy is not read", async () => {
  const { kms, services, subject } = await changedOnce();
  kms.before = () => {
    throw new Error("read");
  };
  expect(await settlePending(subject, services)).toHaveLength(1);
});
