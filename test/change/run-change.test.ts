import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import type { ChangeOptions } from "../../src/change/types.ts";
import { AwsError, type RefusedError } from "../../src/errors.ts";
import { arn, caller, delegation, makes, policy, use, world, yes } from "./fakes.ts";

const before = policy(use("Allow use of the key", "App"));
const after = policy(use("Allow use of the key", "App", "Other"));

const root = "arn:aws:iam::111122223333:root";
const opening = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };
const open = policy(opening);
const group = policy(use("Group", "App"), {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:group/Dev" },
  Action: "kms:Decrypt",
  Resource: "*",
});
const noDelegation = JSON.stringify({ Version: "2012-10-17", Statement: [use("Use", "App")] });

test("a change is checked, shown, recorded, put and verified", async () => {
  const { kms, history, review, services, subject } = world(before);
  const result = await runChange(subject, makes(after), { ...yes, reason: "ticket 7" }, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true, change: "a000", after });
  expect(result.gained.map(({ principal }) => principal)).toEqual(["arn:aws:iam::111122223333:role/Other"]);
  expect(result.text).toContain("+");
  expect(kms.puts).toEqual([after]);
  expect(review.shown).toHaveLength(1);
  expect(review.asked).toHaveLength(0);
  expect(history.records).toMatchObject([
    { outcome: "verified", by: caller.arn, reason: "ticket 7", command: ["kmspol", "put"], after },
  ]);
  expect([...history.kept]).toEqual([]);
});

test.each([
  ["the same text", before],
  ["white space", before.replaceAll("  ", "\t")],
  [
    "another order of members",
    JSON.stringify({ Statement: [delegation, use("Allow use of the key", "App")], Version: "2012-10-17" }),
  ],
  ["an account id for its root ARN", before.replace(root, "111122223333")],
])("%s is no change: nothing is shown, asked or written", async (_, text) => {
  const { kms, history, review, services, subject } = world(before, {}, ["apply"]);
  const result = await runChange(subject, makes(text), { ...yes, yes: false }, services);
  expect(result).toMatchObject({ outcome: "unchanged", verified: false, gained: [], lost: [], text: "" });
  expect([kms.puts, history.records, review.shown]).toEqual([[], [], []]);
});

test("a Sid alone is a change", async () => {
  const { kms, services, subject } = world(before);
  const renamed = before.replace("Allow use of the key", "Use");
  const result = await runChange(subject, makes(renamed), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true, gained: [], lost: [] });
  expect(kms.puts).toHaveLength(1);
});

test("without a terminal and without a flag nothing is read", async () => {
  const { kms, services, subject } = world(before);
  let reads = 0;
  kms.before = () => {
    reads++;
  };
  await expect(runChange(subject, makes(after), { ...yes, yes: false }, services)).rejects.toMatchObject({
    exit: 2,
    code: "consent-needed",
    hint: expect.stringContaining("--yes") as string,
  });
  expect(reads).toBe(0);
});

test("a dry run shows everything and writes nothing, not even a record", async () => {
  const { kms, history, review, services, subject } = world(before);
  const result = await runChange(subject, makes(after), { ...yes, yes: false, dryRun: true }, services);
  expect(result).toMatchObject({ outcome: "planned", verified: false, after });
  expect(result.gained).toHaveLength(1);
  expect(review.shown).toHaveLength(1);
  expect([kms.puts, history.records, [...history.kept]]).toEqual([[], [], []]);
});

test.each<[string, string, string, Partial<ChangeOptions>, string]>([
  ["a policy that locks out the caller", before, noDelegation, {}, "lockout"],
  ["the same, though everything is accepted", before, noDelegation, { accept: ["lockout"] }, "lockout"],
  ["a new error", before, group, {}, "group-principal"],
  ["a new error, though it is accepted", before, group, { accept: ["group-principal"] }, "group-principal"],
  ["a new exposure", before, open, {}, "public-access"],
  [
    "an old error that KMS rejects",
    group,
    group.replace('"App"', '"Other"').replace("role/App", "role/Other"),
    {},
    "group-principal",
  ],
])("%s is refused, with the text kept", async (_, from, to, options, code) => {
  const { kms, history, review, services, subject } = world(from);
  const change = runChange(subject, makes(to), { ...yes, ...options }, services);
  const error = await change.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ exit: 3, code });
  expect(review.shown).toHaveLength(1);
  expect([kms.puts, history.records]).toEqual([[], []]);
  expect([...history.kept.values()]).toEqual([to]);
  expect((error as RefusedError).hint).toContain(`kmspol edit ${arn} --from ${[...history.kept.keys()][0]!}`);
});

test("a refused dry run keeps no text: there is nothing to go on with", async () => {
  const { history, services, subject } = world(before);
  const change = runChange(subject, makes(group), { ...yes, yes: false, dryRun: true }, services);
  await expect(change).rejects.toMatchObject({ exit: 3 });
  expect([...history.kept]).toEqual([]);
});

test("an old error is said to be old, with the verb that mends it", async () => {
  const dead = (sid: string) => policy({ ...use(sid), Principal: { AWS: "AROACKCEVSQ6C2EXAMPLE" } });
  const { services, subject } = world(dead("Old"));
  await expect(runChange(subject, makes(dead("New")), yes, services)).rejects.toMatchObject({
    code: "deleted-principal",
    message: expect.stringContaining("there before") as string,
    hint: expect.stringContaining(`kmspol prune ${arn}`) as string,
  });
});

test.each<[string, string, string, Partial<ChangeOptions>]>([
  ["an exposure that is accepted", before, open, { accept: ["public-access"] }],
  ["an old exposure", open, policy({ Sid: "Mine", ...opening }), {}],
  ["a lockout with the bypass", before, noDelegation, { bypassLockoutCheck: true }],
])("%s is written", async (_, from, to, options) => {
  const { kms, services, subject } = world(from);
  const result = await runChange(subject, makes(to), { ...yes, ...options }, services);
  expect(result.outcome).toBe("changed");
  expect(kms.puts).toHaveLength(1);
});

test("an exposure that the verb is asked for does not count as introduced", async () => {
  const { kms, services, subject } = world(before);
  const edit = { repeatable: false, make: () => ({ text: open, inherent: ["public-access"] }) };
  const result = await runChange(subject, edit, yes, services);
  expect(kms.puts).toHaveLength(1);
  expect(result.findings.find(({ code }) => code === "public-access")).toMatchObject({
    introduced: false,
    asked: true,
  });
});

test("old findings are told from new ones wherever the statements went", async () => {
  const { services, subject } = world(open);
  const moved = JSON.stringify({
    Version: "2012-10-17",
    Statement: [use("Use", "App"), opening, delegation],
  });
  const { findings } = await runChange(subject, makes(moved), yes, services);
  expect(findings.filter(({ code }) => code === "public-access").map(({ introduced }) => introduced)).toEqual(
    [false],
  );
});

test("a wider statement with an old exposure is a new exposure", async () => {
  const { services, subject } = world(open);
  const wider = open.replace('"kms:Decrypt"', '"kms:*"');
  await expect(runChange(subject, makes(wider), yes, services)).rejects.toMatchObject({ exit: 3 });
});

test("No writes nothing", async () => {
  const { kms, history, services, subject } = world(before, {}, ["cancel"]);
  const change = runChange(subject, makes(after), { ...yes, yes: false }, services);
  await expect(change).rejects.toMatchObject({ exit: 130, code: "cancelled" });
  expect([kms.puts, history.records, [...history.kept]]).toEqual([[], [], []]);
});

test("a yes on a terminal accepts an exposure", async () => {
  const { kms, review, services, subject } = world(before, {}, ["apply"]);
  await runChange(subject, makes(open), { ...yes, yes: false }, services);
  expect(review.asked[0]?.refusals.map(({ code }) => code)).toContain("public-access");
  expect(kms.puts).toEqual([open]);
});

test("a yes on a terminal does not lift an error", async () => {
  const { kms, services, subject } = world(before, {}, ["apply"]);
  const change = runChange(subject, makes(group, { repeatable: true }), { ...yes, yes: false }, services);
  await expect(change).rejects.toMatchObject({ exit: 3 });
  expect(kms.puts).toEqual([]);
});

test("edited again: the second text is shown, asked about and written", async () => {
  const { kms, review, services, subject } = world(before, {}, ["edit-again", "apply"]);
  const texts = [group, after];
  const edit = { repeatable: true, make: () => ({ text: texts.shift() ?? "" }) };
  await runChange(subject, edit, { ...yes, yes: false }, services);
  expect(review.asked).toHaveLength(2);
  expect(kms.puts).toEqual([after]);
});

test("an AWS managed key and a foreign key are refused before anything is read", async () => {
  const { kms, services, subject } = world(before);
  kms.before = () => {
    throw new Error("read");
  };
  const managed = { ...subject, target: { ...subject.target, manager: "AWS" as const } };
  const foreign = { ...subject, facts: { ...subject.facts, account: "444455556666" } };
  await expect(runChange(managed as typeof subject, makes(after), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "aws-managed-key",
  });
  await expect(runChange(foreign, makes(after), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "foreign-key",
  });
});

test("text that is no policy: exit 2 with line and column, the text kept", async () => {
  const { history, services, subject } = world(before);
  const broken = '{\n  "Version": oops }';
  await expect(runChange(subject, makes(broken), yes, services)).rejects.toMatchObject({
    exit: 2,
    code: "json-syntax",
    message: expect.stringMatching(/line 2, column \d+/) as string,
  });
  expect([...history.kept.values()]).toEqual([broken]);
});

test("no put without a record", async () => {
  const { kms, history, services, subject } = world(before);
  history.fail.record = true;
  await expect(runChange(subject, makes(after), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "history-unwritable",
  });
  expect(kms.puts).toEqual([]);
});

test("an outcome that cannot be noted is a warning", async () => {
  const { kms, history, services, subject } = world(before);
  history.fail.settle = true;
  const result = await runChange(subject, makes(after), yes, services);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(result.notes.join()).toContain("could not be noted");
  expect(kms.puts).toHaveLength(1);
});

test("a put that fails: the change is noted as failed and the text kept", async () => {
  const { kms, history, services, subject } = world(before);
  kms.before = (request) => {
    if (request === "write") throw new AwsError("access-denied", "may not", { hint: "ask" });
  };
  const error = await runChange(subject, makes(after), yes, services).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({ exit: 5, code: "access-denied", message: "may not" });
  expect((error as AwsError).hint).toMatch(
    /^ask\nthe new text is kept in \/state\/kept\/0-app-eu-west-1-new\.json; go on with: kmspol put /,
  );
  expect(history.records[0]?.outcome).toBe("failed");
  expect([...history.kept.values()]).toEqual([after]);
});

test("a text that the editor's file holds is not kept twice", async () => {
  const { history, services, subject } = world(before);
  const edit = makes(group, { keptFile: () => "/tmp/it's mine.jsonc" });
  await expect(runChange(subject, edit, yes, services)).rejects.toMatchObject({
    hint: expect.stringContaining(`kmspol edit ${arn} --from '/tmp/it'\\''s mine.jsonc'`) as string,
  });
  expect([...history.kept]).toEqual([]);
});

test("where the text cannot be kept either, the error says so", async () => {
  const { history, services, subject } = world(before);
  history.fail.keep = true;
  await expect(runChange(subject, makes(group), yes, services)).rejects.toMatchObject({
    code: "group-principal",
    hint: expect.stringContaining("disk is full") as string,
  });
});
