import { expect, test } from "vitest";
import { keySubject } from "../../src/change/key-subject.ts";
import { runChange } from "../../src/change/run-change.ts";
import type { Edit } from "../../src/change/types.ts";
import type { History } from "../../src/ports.ts";
import { fakeClock, fakeHistory, key, policy, use, world, yes } from "./fakes.ts";

// Between the last look and the put lies the record on disk. Where it takes long, a look is old: somebody else may have
// put and gone. It is renewed, and what they did is merged in.

const before = policy(use("One", "A"), use("Two", "B"));
const mine = policy(use("One", "A", "Mine"), use("Two", "B"));
const theirs = policy(use("One", "A"), use("Two", "B", "Theirs"));

/** A change of mine whose record takes so long, and in the middle of which the others put. `undone`: what it writes stood a moment ago. */
const change = async (milliseconds: number, undone = false) => {
  const { services, kms } = world(before);
  const clock = fakeClock();
  const { history } = fakeHistory();
  const takenBack = { at: clock.now().toISOString(), by: "ana", command: [], outcome: "verified" } as const;
  if (undone) await history.record(key.target.arn, { ...takenBack, before: mine, after: before });
  let puts = 0;
  const record: History["record"] = async (...of) => {
    await clock.sleep(milliseconds);
    if (puts++ === 0) await kms.store.writePolicy(key.target.arn, theirs);
    return history.record(...of);
  };
  const edit: Edit = {
    repeatable: true,
    make: ({ document }) => ({ text: document.text === before ? mine : document.text }),
  };
  const slow = { ...services, clock, history: { ...history, record } };
  const result = await runChange(keySubject(key, "the key", kms.store, clock), edit, yes, slow);
  return { result, text: kms.text };
};

test("a record on disk that takes a second: the policy is looked at again, and both changes stand", async () => {
  const { result, text } = await change(1000);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(text).toContain("role/Mine");
  expect(text).toContain("role/Theirs");
});

test("it is so where the new policy stood a moment ago, as for an undo: theirs is no late sign of it", async () => {
  const { result, text } = await change(1000, true);
  expect(result).toMatchObject({ outcome: "changed", verified: true });
  expect(text).toContain("role/Mine");
  expect(text).toContain("role/Theirs");
});

test("one that takes milliseconds costs no further look: KMS has no compare-and-swap", async () => {
  const { text } = await change(5);
  expect(text).toContain("role/Mine");
  expect(text).not.toContain("role/Theirs");
});
