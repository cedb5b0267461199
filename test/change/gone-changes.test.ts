import { expect, test } from "vitest";
import { goneChanges } from "../../src/change/gone-changes.ts";
import { judges } from "../../src/change/judges.ts";
import { runChange } from "../../src/change/run-change.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { ChangeRecord } from "../../src/ports.ts";
import { arn, fakeClock, keyChanged, makes, policy, use, world, yes } from "./fakes.ts";

// KMS has no compare-and-swap: who looked before our put takes our change away unseen, and neither of the two sees it when replicas lag
// (AWS KMS Developer Guide, "AWS KMS eventual consistency"). The next look of this machine tells.

const none = policy(use("One", "A"), use("Two", "B"));
const withApp = policy(use("One", "A", "App"), use("Two", "B"));
const withBoth = policy(use("One", "A", "App"), use("Two", "B", "Ci"));
const withCi = policy(use("One", "A"), use("Two", "B", "Ci"));
const withOther = policy(use("One", "A"), use("Two", "B"), use("Other", "Other"));
const withAll = policy(use("One", "A", "App"), use("Two", "B"), use("Other", "Other"));

const record = (
  id: string,
  before: string,
  after: string,
  more: Partial<ChangeRecord> = {},
): ChangeRecord => ({
  ...{ id, at: "2026-01-01T00:00:00Z", by: "", command: [], outcome: "verified", before, after },
  ...more,
});

const document = (text: string) => {
  const found = documentOf(parsePolicyText(text, "json"));
  if (!found) throw new Error("no policy");
  return found;
};

/** The own changes, oldest first, and the policy that stands now. */
const goneOf = (changes: readonly ChangeRecord[], current: string) =>
  goneChanges([...changes].reverse(), document(current), keyChanged, judges).map(
    ({ change, foundBy }) => `${change.id}${foundBy ? `, found by ${foundBy.id}` : ""}`,
  );

const app = record("app", none, withApp);
const ci = record("ci", withApp, withBoth);

test.each<[string, readonly ChangeRecord[], string, readonly string[]]>([
  ["it stands", [app], withApp, []],
  ["somebody put the old one back", [app], none, ["app"]],
  ["somebody who looked before", [app], withOther, ["app"]],
  ["somebody added to it", [app], withAll, []],
  ["somebody took another out of the same list", [app], policy(use("One", "App"), use("Two", "B")), []],
  ["lists in another order", [app], policy(use("One", "App", "A"), use("Two", "B")), []],
  ["of two the first", [app, ci], withCi, ["app"]],
  ["of two both", [app, ci], withOther, ["app", "ci"]],
  ["taken back by us", [app, record("undo", withApp, none)], none, []],
  ["what we took away is there again", [record("out", withApp, none)], withApp, ["out"]],
  [
    "our next change was made of it already",
    [app, record("other", none, withOther)],
    withOther,
    ["app, found by other"],
  ],
  ["and somebody brought it back", [app, record("other", none, withOther)], withAll, []],
  ["and we made it again", [app, record("again", none, withApp)], withApp, []],
  ["a put that failed", [record("app", none, withApp, { outcome: "failed" })], none, []],
  ["a put that is open", [record("app", none, withApp, { outcome: "pending" })], none, []],
  ["a text that does not parse", [record("app", "{", withApp)], none, []],
  ["no change", [], none, []],
])("whether a change is gone: %s", (_, changes, current, gone) => {
  expect(goneOf(changes, current)).toEqual(gone);
});

test("whoever was deleted since stands there by an id: nobody has taken that away", () => {
  expect(
    goneOf([app], withApp.replace(/arn:aws:iam::111122223333:role\/App/, "AROAEXAMPLEID00000001")),
  ).toEqual([]);
});

const later = (seconds: number) => {
  const clock = fakeClock();
  return { clock, pass: () => clock.sleep(seconds * 1000) };
};

test("before the next change, once, with the moment and the command that tells who", async () => {
  const { clock, pass } = later(600);
  const { kms, services, subject } = world(none, { clock });
  await runChange(subject, makes(withApp), yes, services);
  kms.text = withOther;
  await pass();
  const second = policy(use("One", "A"), use("Two", "B", "Ci"), use("Other", "Other"));
  const { notes } = await runChange(subject, makes(second), yes, services);
  expect(notes).toEqual([
    `change a000 of 2026-01-01 00:00 UTC is no longer there: somebody else has put a policy without it since; kmspol history ${arn} --cloudtrail tells who`,
  ]);
  await pass();
  const third = policy(use("One", "A"), use("Two", "B", "Ci", "Cd"), use("Other", "Other"));
  expect((await runChange(subject, makes(third), yes, services)).notes).toEqual([]);
});

test("also where there is nothing to change", async () => {
  const { clock, pass } = later(600);
  const { kms, services, subject } = world(none, { clock });
  await runChange(subject, makes(withApp), yes, services);
  kms.text = withOther;
  await pass();
  const { outcome, notes } = await runChange(subject, makes(withOther), yes, services);
  expect([outcome, notes.length]).toEqual(["unchanged", 1]);
});

test.each(["pending", "unknown"] as const)(
  "not while another run of this machine is at it: %s",
  async (outcome) => {
    const { clock, pass } = later(600);
    const { kms, services, subject, history } = world(none, { clock });
    await runChange(subject, makes(withApp), yes, services);
    kms.text = none;
    await pass();
    history.records.push(record("undo", withApp, none, { outcome, at: clock.now().toISOString() }));
    const { notes } = await runChange(subject, makes(withCi), { ...yes, dryRun: true }, services);
    expect(notes).toEqual([]);
  },
);
