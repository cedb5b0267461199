import { expect, test } from "vitest";
import { judges } from "../../src/change/judges.ts";
import { runChange } from "../../src/change/run-change.ts";
import { settlePending } from "../../src/change/settle-pending.ts";
import { undoEdit } from "../../src/change/undo.ts";
import { fakeDirectory, makes, policy, use, world, yes } from "./fakes.ts";

// What was there before is brought back by undo with its faults: they are shown, and refuse nothing. A policy that locks out, and one that
// KMS takes from nobody, are refused as ever.

const good = policy(use("One", "A"));

const anyone = { ...use("Public"), Principal: "*" };
const account = { ...use("Vendor"), Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "kms:*" };
const misspelt = { ...use("Two", "B"), Action: "kms:Decrypr" };
const deadUser = { ...use("Gone"), Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } };
const noAction = {
  Sid: "Half",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/A" },
  Resource: "*",
};
const denyAll = { ...use("Deny"), Effect: "Deny", Principal: "*", Action: "kms:*" };
const lockedOut = JSON.stringify({ Version: "2012-10-17", Statement: [use("One", "A")] });

/** Somebody's policy of before, which we replaced by a good one: now it is to come back. */
const undoing = async (before: string, more: Parameters<typeof world>[1] = {}, decisions: "apply"[] = []) => {
  const all = world(before, { directory: fakeDirectory(undefined), ...more }, decisions);
  await runChange(all.subject, makes(good), { ...yes, bypassLockoutCheck: true }, all.services);
  const changes = await settlePending(all.subject, all.services);
  return { ...all, edit: undoEdit(changes, all.subject, judges) };
};

test.each([
  ["access for anyone", policy(anyone), "public-access"],
  ["another account with all of kms:*", policy(account), "external-account-full"],
  ["an action that does not exist", policy(misspelt), "unknown-action"],
])("undo brings back %s: shown as introduced, written", async (_, before, code) => {
  const { kms, subject, services, review, edit } = await undoing(before);
  const result = await runChange(subject, edit, yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(JSON.parse(kms.text)).toEqual(JSON.parse(before));
  const shown = review.shown.at(-1)!;
  expect(shown.refusals).toEqual([]);
  expect(shown.findings).toContainEqual(expect.objectContaining({ code, introduced: true }));
  expect(result.findings).toContainEqual(expect.objectContaining({ code, introduced: true }));
});

test.each([
  ["a policy that locks the caller out", lockedOut, "lockout"],
  ["a Deny of everything for everybody", policy(denyAll), "lockout"],
  [
    "a principal that does not exist any more, which KMS takes from nobody",
    policy(deadUser),
    "deleted-principal",
  ],
  ["a statement that KMS takes from nobody", policy(noAction), "missing-action"],
])("undo is refused where it brings back %s", async (_, before, code) => {
  const { kms, subject, services, edit } = await undoing(before);
  await expect(runChange(subject, edit, yes, services)).rejects.toMatchObject({ exit: 3, code });
  expect(JSON.parse(kms.text)).toEqual(JSON.parse(good));
});

test("the same text by put is refused for what it introduces", async () => {
  const { subject, services } = world(good);
  await expect(runChange(subject, makes(policy(anyone)), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "public-access",
  });
});

test("undo merged with what somebody else wrote brings its findings back all the same", async () => {
  const { kms, subject, services, edit } = await undoing(policy(use("One", "A"), anyone));
  kms.text = policy(use("One", "A"), use("Theirs", "C"));
  await services.clock.sleep(60_000);
  expect(await runChange(subject, edit, yes, services)).toMatchObject({ outcome: "changed" });
  expect(kms.text).toContain('"Public"');
  expect(kms.text).toContain('"Theirs"');
});
