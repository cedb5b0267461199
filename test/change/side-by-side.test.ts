import { setImmediate } from "node:timers/promises";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import type { Clock } from "../../src/ports.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What a change asks of AWS, in steps: each step's requests are under way at once, which is what the wait on a slow line is made of.
// A request of a step is answered when all of that step have come; were they asked in a row, the first one would wait for ever.

/** Stands still, but for pauses: on a busy machine a change takes one more look, where much time went by. */
const standingClock = (): Clock => {
  let now = Date.now();
  return {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds;
      await setImmediate();
    },
  };
};

type Step = readonly string[];

const answerInSteps = (sandbox: Sandbox, steps: readonly Step[]): void => {
  for (const step of steps) {
    let open = () => {};
    const all = new Promise<void>((resolve) => (open = resolve));
    let missing = step.length;
    for (const operation of step)
      sandbox.before(operation, () => {
        missing -= 1;
        if (missing === 0) open();
        return all;
      });
  }
};

const who: Step = ["DescribeKey", "GetCallerIdentity"];
const key: Step = ["ListAliases", "GetKeyPolicy"];
/** The last look, the put, and reading back, twice, by two readings each. */
const write: readonly Step[] = [
  ["GetKeyPolicy"],
  ["PutKeyPolicy"],
  ["GetKeyPolicy", "GetKeyPolicy"],
  ["GetKeyPolicy", "GetKeyPolicy"],
];

// [command, its steps]
const changes: readonly (readonly [string, readonly Step[]])[] = [
  ["add-user alias/app user/alice", [who, [...key, "GetUser"], ...write]],
  ["add-user alias/app user/alice role/service/Backup", [who, [...key, "GetUser", "GetRole"], ...write]],
  ["add-admin alias/app role/App", [who, [...key, "GetRole"], ...write]],
  ["grant-account alias/app 444455556666", [who, key, ...write]],
  ["remove-user alias/app role/App", [who, key, ["ListGrants", "GetKeyLastUsage"], ...write]],
  ["put alias/app new.json", [who, key, ...write]],
  ["add-user 1234abcd-12ab-34cd-56ef-1234567890ab user/alice", [who, [...key, "GetUser"], ...write]],
  // Nothing to change: nothing more is asked.
  ["add-user alias/app role/App", [who, [...key, "GetRole"]]],
];

test.each(changes)("%s asks nothing twice, and side by side what it can", async (command, steps) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const changed = sandbox.policyOf("alias/app").replace("kms:DescribeKey", "kms:Describe*");
  const file = join(place.work, "new.json");
  await writeFile(file, changed);
  answerInSteps(sandbox, steps);
  const line = [...command.replace("new.json", file).split(" "), "--yes"];
  const { exit } = await within({ state: place.root, sandbox, clock: standingClock() }, line);
  expect(exit).toBe(0);
  expect(sandbox.requests.map(({ operation }) => operation).sort()).toEqual(steps.flat().sort());
});

// [question, its steps, its exit]
const questions: readonly (readonly [string, readonly Step[], number])[] = [
  ["can alias/app role/App kms:Decrypt", [who, [...key, "GetRole"]], 0],
  ["can alias/app arn:aws:iam::111122223333:user/alice kms:Decrypt", [who, [...key, "GetUser"]], 1],
  // IAM of another account is not asked, nor is there anything of a service or an account to be looked up.
  ["can alias/app arn:aws:iam::444455556666:role/Reader kms:Decrypt", [who, key], 1],
  ["can alias/app 444455556666 kms:Decrypt", [["DescribeKey"], key], 1],
  ["show alias/app", [["DescribeKey"], [...key, "GetKeyLastUsage"]], 0],
  ["who-can alias/app", [["DescribeKey"], key], 0],
];

test.each(questions)("%s asks nothing twice, and side by side what it can", async (line, steps, status) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  answerInSteps(sandbox, steps);
  const { exit } = await within({ state: place.root, sandbox, clock: standingClock() }, line.split(" "));
  expect(exit).toBe(status);
  expect(sandbox.requests.map(({ operation }) => operation).sort()).toEqual(steps.flat().sort());
});

// [line, how often KMS and IAM are asked beside what is asked of each of the eleven keys]
test.each([
  ["show", { DescribeKey: 12, ListAliases: 1, GetKeyPolicy: 11 }],
  ["can role/App kms:Decrypt", { DescribeKey: 12, ListAliases: 1, GetKeyPolicy: 11, GetRole: 1 }],
  ["add-user role/App", { DescribeKey: 12, ListAliases: 1, GetRole: 1 }],
])("each --all -- %s: what the list told of a key is not asked again", async (line, counts) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const words = ["each", "--all", "--dry-run", "--", ...line.split(" ")];
  await within({ state: place.root, sandbox, clock: standingClock() }, words);
  const asked = sandbox.requests.map(({ operation }) => operation);
  const counted = Object.keys(counts).map((name) => [name, asked.filter((one) => one === name).length]);
  expect(Object.fromEntries(counted)).toEqual(counts);
});

test("who was found is asked for once for all keys of a run", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const line = ["each", "--alias", "*", "--yes", "--", "add-user", "user/alice"];
  await within({ state: place.root, sandbox, clock: standingClock() }, line);
  expect(sandbox.requests.some(({ operation }) => operation === "PutKeyPolicy")).toBe(true);
  expect(sandbox.requests.filter(({ operation }) => operation === "GetUser")).toHaveLength(1);
});
