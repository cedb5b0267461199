import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace } from "../support/binary.ts";
import { within } from "../support/in-process.ts";
import { withStatements } from "../support/written-policy.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// Somebody else writes while `kmspol add-user alias/app role/Admin` is on its way, in each window between its requests.
// KMS has no compare-and-swap: what comes after the last look and before the put, from another machine, is replaced;
// kmspol there notices it, as every writer looks once more after its put. Nothing sees what another tool put then.

const mine = "role/Admin";
const theirs = "role/service/Backup";
const add = (role: string) => ["add-user", "alias/app", role, "--yes", "--json"];

/** Each calls `write` in its window: before the given occurrence of an operation takes effect. */
const windows = {
  "before it reads": ["GetKeyPolicy", 1],
  "between its reading and its last look": ["GetKeyPolicy", 2],
  "between its last look and its put": ["PutKeyPolicy", 1],
  "right after its put": ["GetKeyPolicy", 3],
} as const;

const inWindow = (sandbox: Sandbox, [operation, number]: readonly [string, number], write: () => unknown) => {
  for (let count = 1; count < number; count++) sandbox.before(operation, () => undefined);
  sandbox.before(operation, async () => {
    await write();
  });
};

/** What the policy says afterwards, and how each writer ended. */
const race = async (
  window: keyof typeof windows,
  who: "kmspol elsewhere" | "kmspol here" | "another tool",
) => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const states = { here: join(place.root, "here"), elsewhere: join(place.root, "elsewhere") };
  for (const folder of Object.values(states)) await mkdir(folder);
  let other: ReturnType<typeof within> | undefined;
  const write = async () => {
    if (who === "another tool") {
      sandbox.setPolicy("alias/app", added(sandbox.policyOf("alias/app")));
      return;
    }
    const puts = () => sandbox.requests.filter(({ operation }) => operation === "PutKeyPolicy").length;
    const before = puts();
    other = within({ state: who === "kmspol here" ? states.here : states.elsewhere, sandbox }, add(theirs));
    // Of two on one machine the second waits for the first: then the first must go on.
    for (let turn = 0; puts() === before && turn < (who === "kmspol here" ? 20 : 400); turn++) await pause(5);
  };
  inWindow(sandbox, windows[window], write);
  const me = await within({ state: states.here, sandbox }, add(mine));
  const them = await other;
  const policy = sandbox.policyOf("alias/app");
  return {
    inPolicy: [mine, theirs]
      .filter((role) => policy.includes(`${role}"`))
      .map((role) => (role === mine ? "mine" : "theirs"))
      .join("+"),
    exits: [me.exit, them?.exit],
    words: me.stderr + (them?.stderr ?? ""),
  };
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The policy with a statement of its own for them. */
const added = (policy: string): string =>
  withStatements(policy, {
    ...{ Sid: "Theirs", Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
    Principal: { AWS: `arn:aws:iam::111122223333:${theirs}` },
  });

test.each([
  ["before it reads", "kmspol here", "mine+theirs", [0, 0]],
  ["before it reads", "kmspol elsewhere", "mine+theirs", [0, 0]],
  ["before it reads", "another tool", "mine+theirs", [0, undefined]],
  ["between its reading and its last look", "kmspol here", "mine+theirs", [0, 0]],
  ["between its reading and its last look", "kmspol elsewhere", "mine+theirs", [0, 0]],
  ["between its reading and its last look", "another tool", "mine+theirs", [0, undefined]],
  ["between its last look and its put", "kmspol here", "mine+theirs", [0, 0]],
  ["between its last look and its put", "kmspol elsewhere", "mine", [0, 4]],
  ["between its last look and its put", "another tool", "mine", [0, undefined]],
  ["right after its put", "kmspol here", "mine+theirs", [0, 0]],
  ["right after its put", "kmspol elsewhere", "mine+theirs", [0, 0]],
  ["right after its put", "another tool", "mine+theirs", [0, undefined]],
] as const)("%s, %s: the policy has %s", async (window, who, inPolicy, exits) => {
  const ended = await race(window, who);
  expect(ended, ended.words).toMatchObject({ inPolicy, exits });
});
