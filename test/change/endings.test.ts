import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { AwsError, ConflictError, PutUnknown } from "../../src/errors.ts";
import { fakeClock, makes, policy, use, world, yes } from "./fakes.ts";

const before = policy(use("One", "A"), use("Two", "B"));
const mine = policy(use("One", "A", "Mine"), use("Two", "B"));
const theirs = policy(use("One", "A"), use("Two", "B", "Theirs"));
const both = policy(use("One", "A", "Mine"), use("Two", "B", "Theirs"));
const same = policy(use("One", "A", "Theirs"), use("Two", "B"));
const clash = policy({ ...use("One", "A"), Action: "kms:Encrypt" }, use("Two", "B"));
const removed = policy(use("Two", "B"));

const thrownBy = (change: Promise<unknown>): Promise<unknown> =>
  change.then(
    () => undefined,
    (error: unknown) => error,
  );

const sorted = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === "AWS" && Array.isArray(value) ? value.sort() : value));

test("somebody else's change to another statement is merged, shown and asked about again", async () => {
  const { kms, review, history, services, subject } = world(before, {}, ["apply", "apply"]);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = theirs;
  };
  const result = await runChange(subject, makes(mine), { ...yes, yes: false }, services);
  expect(sorted(kms.text)).toEqual(sorted(both));
  expect(review.asked).toHaveLength(2);
  expect(result.notes.join()).toContain("both changes are merged");
  expect(sorted(history.records[0]!.before)).toEqual(sorted(theirs));
});

test("additions to the same list are merged", async () => {
  const { kms, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = same;
  };
  await runChange(subject, makes(mine), yes, services);
  expect(kms.text).toContain("role/Mine");
  expect(kms.text).toContain("role/Theirs");
});

test("an order of principals that KMS shuffled is nobody's change", async () => {
  const start = policy(use("One", "A", "B", "C", "D"));
  const { kms, review, services, subject } = world(start);
  await runChange(subject, makes(policy(use("One", "A", "B", "C", "D", "E"))), yes, services);
  expect(review.shown).toHaveLength(1);
  expect(kms.puts).toHaveLength(1);
});

test.each([
  ["both change one statement", mine, clash],
  ["one removes what the other changes", mine, removed],
  ["the other way round", removed, mine],
])("%s: conflict, both versions kept and named, nothing written", async (_, ours, foreign) => {
  const { kms, history, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = foreign;
  };
  const error = await thrownBy(runChange(subject, makes(ours), yes, services));
  expect(error).toBeInstanceOf(ConflictError);
  expect(error).toMatchObject({
    exit: 4,
    code: "policy-conflict",
    message: expect.stringContaining('"One"') as string,
  });
  expect([...history.kept.values()].map(sorted)).toEqual([sorted(foreign), sorted(ours)]);
  for (const path of history.kept.keys()) expect((error as ConflictError).hint).toContain(path);
  expect(kms.puts).toEqual([]);
});

test("somebody else made the same change: nothing is left to write", async () => {
  const { kms, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = mine;
  };
  expect(await runChange(subject, makes(mine), yes, services)).toMatchObject({ outcome: "unchanged" });
  expect(kms.puts).toEqual([]);
});

test("a merge that brings a new refusal is refused", async () => {
  const { kms, services, subject } = world(before);
  const bad = policy(use("One", "A"), { ...use("Two"), Principal: { AWS: "AROACKCEVSQ6C2EXAMPLE" } });
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = bad;
  };
  await expect(runChange(subject, makes(mine), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "deleted-principal",
  });
});

test("somebody who never stops writing is no partner for merging", async () => {
  const { kms, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count > 1) kms.text = policy(use("One", "A"), use("Two", `B${count}`));
  };
  await expect(runChange(subject, makes(mine), yes, services)).rejects.toMatchObject({ exit: 4 });
  expect(kms.puts).toEqual([]);
});

test("replaced by somebody else right after the put, without our change: exit 4, both kept", async () => {
  const { kms, history, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 3) kms.text = theirs;
  };
  const error = await thrownBy(runChange(subject, makes(mine), yes, services));
  expect(error).toMatchObject({ exit: 4, code: "overwritten" });
  expect([...history.kept.values()].map(sorted)).toEqual([sorted(theirs), sorted(mine)]);
  expect(history.records[0]).toMatchObject({ outcome: "written", after: mine });
});

test.each([
  ["takes out who was there before", policy(use("One", "Mine"), use("Two", "B")), true],
  ["takes that out, and adds to the same list", policy(use("One", "Mine", "Theirs"), use("Two", "B")), true],
  ["writes the statements anew", policy(use("Both", "A", "Mine")), true],
  [
    "narrows what was given",
    policy({ ...use("One", "A", "Mine"), Action: "kms:DescribeKey" }, use("Two", "B")),
    false,
  ],
  ["takes it out again", policy(use("One", "A"), use("Two", "B", "X")), false],
])(
  "somebody else %s right after the put: whether the change is in it, its meaning tells",
  async (_, now, isIn) => {
    const { kms, services, subject } = world(before);
    kms.before = (request, count) => {
      if (request === "read" && count === 3) kms.text = now;
    };
    const ended = await thrownBy(runChange(subject, makes(mine), yes, services));
    expect((ended as { code?: string } | undefined)?.code).toBe(isIn ? undefined : "overwritten");
  },
);

test("changed further by somebody else right after the put: our change is in it, and that is said", async () => {
  const { kms, history, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 3) kms.text = both;
  };
  const result = await runChange(subject, makes(mine), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(result.notes.join()).toContain("this change is in it");
  expect(history.records[0]?.outcome).toBe("verified");
});

test.each([1, 3, 7])("slow propagation: the policy shows after %i stale readings", async (stale) => {
  const { kms, history, services, subject } = world(before);
  kms.stale = stale;
  expect(await runChange(subject, makes(mine), yes, services)).toMatchObject({ verified: true });
  expect(history.records[0]?.outcome).toBe("verified");
});

test("a policy that does not show within the bound is written, not verified, and that is said", async () => {
  const clock = fakeClock();
  const { kms, history, services, subject } = world(before, { clock });
  kms.stale = 1000;
  const start = clock.now().getTime();
  const result = await runChange(subject, makes(mine), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: false });
  expect(result.notes.join()).toContain("does not show it yet");
  expect(history.records[0]?.outcome).toBe("written");
  expect(clock.now().getTime() - start).toBeLessThanOrEqual(31_000);
});

test("a policy that cannot be read back any more is written, not verified, and the reason is said", async () => {
  const { kms, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count > 2) throw new AwsError("access-denied", "may not read");
  };
  const result = await runChange(subject, makes(mine), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: false });
  expect(result.notes.join()).toContain("may not read");
});

test("the answer of the put is lost, the put was not: settled by reading, sent once", async () => {
  const { kms, history, services, subject } = world(before);
  kms.lostAnswers = 1;
  expect(await runChange(subject, makes(mine), yes, services)).toMatchObject({
    outcome: "changed",
    verified: true,
  });
  expect(kms.puts).toHaveLength(1);
  expect(history.records).toMatchObject([{ outcome: "verified" }]);
});

test("the put itself is lost: read that nothing changed, and sent again", async () => {
  const { kms, history, services, subject } = world(before);
  kms.lostPuts = 2;
  expect(await runChange(subject, makes(mine), yes, services)).toMatchObject({
    outcome: "changed",
    verified: true,
  });
  expect(kms.puts).toHaveLength(1);
  expect(history.records).toHaveLength(1);
});

test("puts are lost for ever: unknown, the text kept, history settles it", async () => {
  const { kms, history, services, subject } = world(before);
  kms.lostPuts = 99;
  const error = await thrownBy(runChange(subject, makes(mine), yes, services));
  expect(error).toBeInstanceOf(PutUnknown);
  expect((error as PutUnknown).hint).toMatch(/kmspol history arn:[\s\S]*kept in/);
  expect(history.records[0]?.outcome).toBe("unknown");
  expect([...history.kept.values()]).toEqual([mine]);
});

test("the put is lost and somebody else writes meanwhile: both changes are merged, and the first record claims nothing", async () => {
  const { kms, history, services, subject } = world(before);
  kms.lostPuts = 1;
  kms.before = (request, count) => {
    if (request === "read" && count === 3) kms.text = theirs;
  };
  expect(await runChange(subject, makes(mine), yes, services)).toMatchObject({ verified: true });
  expect(kms.text).toContain("role/Mine");
  expect(kms.text).toContain("role/Theirs");
  expect(history.records.map(({ outcome }) => outcome)).toEqual(["unknown", "verified"]);
});
