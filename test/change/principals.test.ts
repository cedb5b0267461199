import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { RefusedError } from "../../src/errors.ts";
import { delegation, fakeClock, fakeDirectory, identity, makes, policy, use, world, yes } from "./fakes.ts";

const before = policy(use("Use", "App"));
const after = policy(use("Use", "App", "New"));
const invalid = () =>
  new RefusedError("invalid-principals", "KMS refused the policy: one or more of its principals", {
    hint: "check",
  });

test("a principal of the key's account that does not exist is named with its place, before the put", async () => {
  const { kms, services, subject } = world(before, { directory: fakeDirectory([identity("role", "App")]) });
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "unverified-principal",
    message: expect.stringMatching(/line \d+: .*role\/New/) as string,
  });
  expect(kms.puts).toEqual([]);
});

test("only principals that the change names are looked up", async () => {
  const { services, subject } = world(before, { directory: fakeDirectory([identity("role", "New")]) });
  expect(await runChange(subject, makes(after), yes, services)).toMatchObject({ outcome: "changed" });
});

test("one that is found at the second look was just created", async () => {
  const directory = fakeDirectory([identity("role", "New")]);
  let looks = 0;
  const { services, subject } = world(before, {
    directory: {
      ...directory,
      find: (kind, name) => (looks++ === 0 ? Promise.resolve({ missing: true }) : directory.find(kind, name)),
    },
  });
  expect(await runChange(subject, makes(after), yes, services)).toMatchObject({ outcome: "changed" });
});

test("a wrong path is named with the right one", async () => {
  const elsewhere = {
    ...identity("role", "New"),
    arn: "arn:aws:iam::111122223333:role/team/New",
    path: "/team/",
  };
  const { review, services, subject } = world(before, { directory: fakeDirectory([elsewhere]) });
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({ exit: 3 });
  expect(review.shown[0]?.notes.join()).toContain("arn:aws:iam::111122223333:role/team/New");
});

test.each([
  ["IAM may not be read", fakeDirectory(undefined), after, "could not be looked up"],
  [
    "another account's principal",
    fakeDirectory([]),
    before
      .replace("role/App", "role/App")
      .replace(
        '"arn:aws:iam::111122223333:role/App"',
        '"arn:aws:iam::111122223333:role/App", "arn:aws:iam::444455556666:role/Guest"',
      ),
    "other accounts cannot be looked up",
  ],
])("%s: said, and left to KMS", async (_, directory, text, words) => {
  const { kms, services, subject } = world(before, { directory });
  const result = await runChange(subject, makes(text), yes, services);
  expect(result.notes.join()).toContain(words);
  expect(kms.puts).toHaveLength(1);
});

test("a role created in the last minutes: the put is patient with invalid principals", async () => {
  const clock = fakeClock();
  const directory = fakeDirectory([identity("role", "New", clock.now())]);
  const { kms, services, subject } = world(before, { clock, directory });
  kms.before = (request, count) => {
    if (request === "write" && count < 4) throw invalid();
  };
  expect(await runChange(subject, makes(after), yes, services)).toMatchObject({ outcome: "changed" });
  expect(kms.puts).toHaveLength(1);
});

test("while it waits somebody else writes: nothing of theirs is overwritten", async () => {
  const clock = fakeClock();
  const directory = fakeDirectory([identity("role", "New", clock.now())]);
  const { kms, services, subject } = world(before, { clock, directory });
  kms.before = (request, count) => {
    if (request !== "write" || count > 1) return;
    kms.text = policy(use("Use", "App"), use("Theirs", "Other"));
    throw invalid();
  };
  const result = await runChange(subject, makes(after), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(kms.text).toContain("role/New");
  expect(kms.text).toContain("Theirs");
});

test("an old role: KMS's refusal is final, and names the principal that is gone", async () => {
  const directory = fakeDirectory([identity("role", "New", new Date(0))]);
  const { kms, history, services, subject } = world(before, { directory });
  let puts = 0;
  kms.before = (request) => {
    if (request !== "write") return;
    puts++;
    throw invalid();
  };
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "invalid-principals",
    message: expect.stringMatching(/role\/App \(line \d+\)/) as string,
  });
  expect(puts).toBe(1);
  expect(history.records[0]?.outcome).toBe("failed");
});

const direct = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:user/ana" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});
const allows = JSON.stringify({ Statement: { Effect: "Allow", Action: "kms:Put*", Resource: "*" } });
const readsOnly = JSON.stringify({ Statement: { Effect: "Allow", Action: "kms:Get*", Resource: "*" } });
const delegated = JSON.stringify({ Version: "2012-10-17", Statement: [delegation] });

test.each<[string, string, ReturnType<typeof fakeDirectory> | undefined, "changed" | "lockout", RegExp]>([
  [
    "newly left to IAM, which allows it",
    direct,
    fakeDirectory([], [allows]),
    "changed",
    /^(?!.*IAM policies of account)/,
  ],
  [
    "newly left to IAM, which does not allow it",
    direct,
    fakeDirectory([], [readsOnly]),
    "lockout",
    /do not allow/,
  ],
  [
    "newly left to IAM, which may not be read",
    direct,
    fakeDirectory(undefined),
    "changed",
    /IAM could not be asked/,
  ],
  [
    "left to IAM as before",
    policy(use("Use", "App")),
    fakeDirectory([], [readsOnly]),
    "changed",
    /^(?!.*IAM policies of account)/,
  ],
])("whether the caller may change the policy again is %s", async (_, from, directory, ending, words) => {
  const { services, subject } = world(from, { directory });
  const change = runChange(subject, makes(delegated), yes, services);
  const outcome = await change.then(
    (result) => ({ ending: result.outcome, said: result.notes.join() }),
    (error: unknown) => ({ ending: (error as RefusedError).code, said: (error as RefusedError).message }),
  );
  expect(outcome.ending).toBe(ending);
  expect(outcome.said).toMatch(words);
});
