import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { makes, policy, role, use, world, yes } from "./fakes.ts";

// A merge is of texts: each change by itself may be harmless, and both together not. It is said before the question.
const deny = (name: string): object => ({
  Sid: "Stop",
  Effect: "Deny",
  Principal: { AWS: role(name) },
  Action: "kms:*",
  Resource: "*",
});
const gives = (sid: string, name: string, more: object = {}): object => ({ ...use(sid, name), ...more });
const through = (service: string): object => ({
  Condition: { StringEquals: { "kms:ViaService": service } },
});
const key = (...statements: object[]): string => policy(...statements);

const gain = /gives access that it did not give alone/;
const loss = /takes away access that it did not take away alone/;

test.each<[string, string, string, string, RegExp | undefined]>([
  [
    "they take away the Deny that held back whom I add",
    key(use("One", "A"), deny("App")),
    key(use("One", "A", "App"), deny("App")),
    key(use("One", "A")),
    gain,
  ],
  [
    "I take away a Deny that holds back whom they add",
    key(use("One", "A"), deny("App")),
    key(use("One", "A")),
    key(use("One", "A", "App"), deny("App")),
    gain,
  ],
  [
    "of two whom I add, they take away the Deny of one",
    key(use("One", "A"), deny("App")),
    key(use("One", "A", "Free", "App"), deny("App")),
    key(use("One", "A")),
    gain,
  ],
  [
    "they put a condition on the Deny that held back whom I add",
    key(use("One", "A"), deny("App")),
    key(use("One", "A", "App"), deny("App")),
    key(use("One", "A"), { ...deny("App"), ...through("s3.eu-west-1.amazonaws.com") }),
    gain,
  ],
  [
    "each takes away one of the two statements that give the same",
    key(use("One", "App"), use("Two", "App")),
    key(use("Two", "App")),
    key(use("One", "App")),
    loss,
  ],
  [
    "two roles in two statements",
    key(use("One", "A"), use("Two", "B")),
    key(use("One", "A", "Mine"), use("Two", "B")),
    key(use("One", "A"), use("Two", "B", "Theirs")),
    undefined,
  ],
  [
    "they gave a part of it already",
    key(use("One", "A")),
    key(use("One", "A", "App")),
    key(use("One", "A"), gives("Three", "App", { Action: "kms:Decrypt" })),
    undefined,
  ],
  [
    "they gave it already, under a condition",
    key(use("One", "A")),
    key(use("One", "A", "App")),
    key(use("One", "A"), gives("Three", "App", through("s3.eu-west-1.amazonaws.com"))),
    undefined,
  ],
])("%s", async (_what, before, mine, theirs, expected) => {
  const { kms, review, services, subject } = world(before, {}, ["apply", "apply"]);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = theirs;
  };
  const result = await runChange(subject, makes(mine), { ...yes, yes: false }, services);
  expect(result.outcome).toBe("changed");
  const [first, second] = review.asked;
  expect(first?.notes.join()).not.toMatch(/alone/);
  const said = second?.notes.filter((note) => note.includes("alone")) ?? [];
  expect(said).toEqual(expected ? [expect.stringMatching(expected) as string] : []);
  // What is shown beside the note is what the merged policy gives on top of theirs.
  if (expected === gain) expect(second?.access.gained.length).toBeGreaterThan(0);
  if (expected === loss) expect(second?.access.lost.length).toBeGreaterThan(0);
});

test("a note of one merge is gone with the next that gives no more than meant", async () => {
  const stopped = key(use("One", "A"), deny("App"));
  const { kms, review, services, subject } = world(stopped, {}, ["apply", "apply", "apply"]);
  kms.before = (request, count) => {
    if (request === "read" && count === 2) kms.text = key(use("One", "A"));
    // What others wrote is believed when five readings agree.
    if (request === "read" && count === 7) kms.text = key(use("One", "A"), use("Two", "B"));
  };
  const mine = key(use("One", "A", "App"), deny("App"));
  await runChange(subject, makes(mine), { ...yes, yes: false }, services);
  expect(review.asked.map(({ notes }) => notes.some((note) => gain.test(note)))).toEqual([
    false,
    true,
    false,
  ]);
});
