import { expect, test } from "vitest";
import { planChange, runChange } from "../../src/change/run-change.ts";
import type { ChangeOptions, Plan, PolicySubject } from "../../src/change/types.ts";
import { symbolText } from "../../src/policy/symbols.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

// What a put is told, and what is put again where an answer was lost.

const before = policy(use("One", "A"), use("Two", "B"));
const after = policy(use("One", "A", "Mine"), use("Two", "B"));
const theirs = policy(use("One", "A"), use("Two", "B", "Theirs"));

type Put = Parameters<PolicySubject["write"]>[1];

/** A key whose puts are written down with all that they were told. */
const watched = () => {
  const of = world(before);
  const told: Put[] = [];
  const write: PolicySubject["write"] = (text, options) => {
    told.push(options);
    return of.subject.write(text, options);
  };
  return { ...of, told, subject: { ...of.subject, write } };
};

test.each<[string, Partial<ChangeOptions>, boolean]>([
  ["without the bypass", {}, false],
  ["with it", { bypassLockoutCheck: true }, true],
])(
  "the lockout check of KMS is switched off for a put %s or not, planned before or not",
  async (_, options, off) => {
    const alone = watched();
    await runChange(alone.subject, makes(after), { ...yes, ...options }, alone.services);
    const planned = watched();
    const plan = await planChange(planned.subject, makes(after), { ...yes, ...options }, planned.services);
    await plan.apply({ command: ["kmspol", "each"], run: "r1" });
    expect([...alone.told, ...planned.told].map(({ bypassLockoutCheck }) => bypassLockoutCheck)).toEqual([
      off,
      off,
    ]);
  },
);

/** The others write when the policy was read so often after the first put, which is lost on its way. */
const lostWhileOthersWrite = async (reads: number) => {
  const { kms, services, subject, history } = watched();
  kms.lostPuts = 1;
  let [puts, since] = [0, 0];
  kms.before = (request) => {
    if (request === "write") puts++;
    else if (puts === 1 && ++since === reads) kms.text = theirs;
  };
  const result = await runChange(subject, makes(after), yes, services);
  return { result, text: kms.text, puts: kms.puts, outcomes: history.records.map(({ outcome }) => outcome) };
};

// 18 readings show the old policy, and then it is put again: the 19th is the look before that.
test.each([1, 10, 18, 19])(
  "a put that was lost is made again of what others wrote meanwhile (seen by reading %i)",
  async (reads) => {
    const { result, text, puts } = await lostWhileOthersWrite(reads);
    expect(result).toMatchObject({ outcome: "changed", verified: true });
    expect(text).toContain("role/Mine");
    expect(text).toContain("role/Theirs");
    expect(puts).toHaveLength(1);
  },
);

test.each([0, 1, 2])("of three puts %i may be lost", async (lost) => {
  const { kms, services, subject, history } = watched();
  kms.lostPuts = lost;
  expect(await runChange(subject, makes(after), yes, services)).toMatchObject({ verified: true });
  expect([kms.text, history.records.map(({ outcome }) => outcome)]).toEqual([after, ["verified"]]);
});

test("where all three are lost nobody knows, and the history says so", async () => {
  const { kms, services, subject, history } = watched();
  kms.lostPuts = 9;
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({
    code: "put-unknown",
  });
  expect([kms.lostPuts, kms.text]).toEqual([6, before]);
  expect(history.records.map(({ outcome }) => outcome)).toEqual(["unknown"]);
});

test("after half a minute nothing is put again", async () => {
  const { kms, services, subject } = watched();
  kms.lostPuts = 9;
  kms.before = async (request) => {
    if (request === "write") await services.clock.sleep(27_000);
  };
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({
    code: "put-unknown",
  });
  expect(kms.lostPuts).toBe(8);
});

test.each([
  ["an AWS managed key", "aws-managed-key"],
  ["a key of another account", "foreign-key"],
])("%s is not even planned", async (what, code) => {
  const { kms, services, subject } = watched();
  kms.before = () => {
    throw new Error("read");
  };
  const other: PolicySubject =
    what === "an AWS managed key" && subject.target.kind === "key"
      ? { ...subject, target: { ...subject.target, manager: "AWS" } }
      : { ...subject, facts: { ...subject.facts, account: "444455556666" } };
  const plan: Promise<Plan> = planChange(other, makes(after), yes, services);
  await expect(plan).rejects.toMatchObject({ code, exit: 3 });
});

test("what stands here for a value that nobody knows is never written", async () => {
  const { kms, services, subject, history } = watched();
  const text = after.replace("role/Mine", `role/${symbolText("RoleName")}`);
  await expect(runChange(subject, makes(text), yes, services)).rejects.toMatchObject({
    code: "undecided-value",
    message: expect.stringContaining("RoleName") as string,
  });
  expect([kms.puts, history.records]).toEqual([[], []]);
});
