import { expect, test } from "vitest";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { asShownNow } from "../../src/change/deleted-since.ts";
import { judges } from "../../src/change/judges.ts";
import { runChange } from "../../src/change/run-change.ts";
import { standingOf } from "../../src/change/standing.ts";
import { undoEdit } from "../../src/change/undo.ts";
import { keyChanged, makes, policy, role, use, world, yes } from "./fakes.ts";

// IAM User Guide, "AWS JSON policy elements: Principal": a deleted user or role stands in the policy by its unique id. Nobody wrote.

const deleted = "AROACKCEVSQ6C2EXAMPLE";
const other = "AROADBQP57FF2AEXAMPLE";
const gone = (text: string, name: string, id = deleted): string =>
  text.replaceAll(`"${role(name)}"`, `"${id}"`);

const read = (text: string): PolicyDocument => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  return document;
};

const before = policy(use("One", "A"), use("Two", "B"));
const after = policy(use("One", "A", "Mine"), use("Two", "B", "Mine"));

const sorted = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === "AWS" && Array.isArray(value) ? value.sort() : value));

test.each([
  ["who was added", gone(after, "Mine"), "new"],
  ["who was there before", gone(after, "A"), "new"],
  ["two, in places that tell them apart", gone(gone(after, "A"), "B", other), "new"],
  ["one, before the change is seen", gone(before, "A"), "old"],
  [
    "one, and somebody else's change beside it",
    gone(policy(use("One", "A", "Mine"), use("Two", "B", "Mine"), use("More", "X")), "Mine"),
    "built-on",
  ],
  ["one, where the change is gone", gone(before, "Mine"), "old"],
  [
    "an id that stands for nobody of the change",
    before.replace(role("A"), deleted).replace(role("B"), other),
    "old",
  ],
  [
    "the change, taken out by somebody else, who wrote more",
    policy(use("One", "A"), use("Two", "B"), use("X", "X")),
    "foreign",
  ],
])("%s", (_, current, standing) => {
  const versions = { before: read(before), after: read(after) };
  expect(standingOf(read(current), versions, judges, keyChanged)).toBe(standing);
});

test("two that cannot be told apart are not guessed, nor is one of another kind", () => {
  const text = read(policy(use("One", "A", "B")));
  const both = read(gone(gone(policy(use("One", "A", "B")), "A"), "B", other));
  const user = read(gone(policy(use("One", "A", "B")), "A", "AIDACKCEVSQ6C2EXAMPLE"));
  for (const current of [both, user]) expect(asShownNow([text], current)).toEqual([text]);
});

test("who stood in two statements is told from who stood in the second alone", () => {
  const text = policy(use("One", "A"), use("Two", "A", "B"));
  const current = gone(gone(text, "A"), "B", other);
  expect(asShownNow([read(text)], read(current)).map(documentValue)).toEqual([documentValue(read(current))]);
});

test("of a session its role's id with its name is left", () => {
  const session = "arn:aws:sts::111122223333:assumed-role/A/work";
  const text = policy({ ...use("One"), Principal: { AWS: session } });
  const current = read(text.replace(session, `${deleted}:work`));
  expect(asShownNow([read(text)], current).map(documentValue)).toEqual([documentValue(current)]);
});

test("a role that is deleted while its change is verified: verified, and undo takes out what is left of it", async () => {
  const { kms, history, services, subject } = world(before);
  kms.before = (request, count) => {
    if (request === "read" && count === 3) kms.text = gone(kms.text, "Mine");
  };
  expect(await runChange(subject, makes(after), yes, services)).toMatchObject({ verified: true });
  expect(history.records[0]).toMatchObject({ outcome: "verified" });
  await runChange(subject, undoEdit(history.records, subject, judges), yes, services);
  expect(sorted(kms.text)).toEqual(sorted(before));
});

test("undo of another change leaves what is left of a deleted role where it stood", async () => {
  const { kms, history, services, subject } = world(before);
  await runChange(subject, makes(after), yes, services);
  kms.text = gone(kms.text, "A");
  const undo = undoEdit(history.records, subject, judges).make({ subject, document: read(kms.text) });
  const { text } = await undo;
  expect(sorted(text)).toEqual(sorted(gone(before, "A")));
});
