import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateUserCommand } from "@aws-sdk/client-iam";
import PQueue from "p-queue";
import { expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/start.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { times } from "../support/long-form.ts";

const add = (who: string) => ["add-user", "alias/app", who, "--yes", "--json"];

const many = times(5, 10);

test(`${many} writers at once add a user each: every one is in the policy`, async () => {
  const sandbox = await sandboxForTest();
  const state = await mkdtemp(join(tmpdir(), "kmspol-race-"));
  const { iam } = clientsOf(sandbox);
  const users = Array.from({ length: many }, (_, i) => `writer${i}`);
  for (const UserName of users) await iam.send(new CreateUserCommand({ UserName }));
  const runs = await Promise.all(users.map((user) => within({ state, sandbox }, add(`user/${user}`))));
  expect(runs.map(({ exit }) => exit)).toEqual(users.map(() => 0));
  for (const user of users) expect(sandbox.policyOf("alias/app")).toContain(`:user/${user}"`);
  const { stdout } = await within({ state, sandbox }, ["history", "alias/app", "--json"]);
  const { changes } = JSON.parse(stdout) as { changes: { outcome: string }[] };
  expect(changes.map(({ outcome }) => outcome)).toEqual(users.map(() => "verified"));
  await rm(state, { recursive: true });
});

/** Whom each of two writers adds; both name roles that IAM knows. */
const writers = ["role/Admin", "role/service/Backup"] as const;

/** Numbers from 0 to 1 that are the same at every run. */
const numbersFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

/** One race: both start at once, and every answer of KMS takes its own time. Which change is neither there nor told? */
const lostIn = async (seed: number, machines: 1 | 2): Promise<readonly string[]> => {
  const random = numbersFrom(seed);
  const sandbox = await startSandbox({ seed: String(seed) });
  const root = await mkdtemp(join(tmpdir(), "kmspol-race-"));
  for (const operation of ["DescribeKey", "GetKeyPolicy", "PutKeyPolicy"])
    for (let count = 0; count < 20; count++)
      sandbox.before(operation, () => new Promise((resolve) => setTimeout(resolve, random() * 30)));
  try {
    const runs = await Promise.all(
      writers.map((who, i) =>
        within({ state: join(root, String(machines === 1 ? 1 : i)), sandbox }, add(who)),
      ),
    );
    const policy = sandbox.policyOf("alias/app");
    for (const { exit, stderr } of runs) expect([0, 4], stderr).toContain(exit);
    return writers.filter((who, i) => runs[i]?.exit === 0 && !policy.includes(`${who}"`));
  } finally {
    await sandbox.close();
    await rm(root, { recursive: true, force: true });
  }
};

/** On one machine, and as many on two. */
const races = times(4, 200);

test.each([
  ["one machine", 1],
  ["two machines", 2],
] as const)(
  `${races} races of two writers on %s: no change is lost in silence`,
  { timeout: 3_600_000 },
  async (_, machines) => {
    const queue = new PQueue({ concurrency: 4 });
    const lost = await queue.addAll(
      Array.from({ length: races }, (_, i) => async () => ({
        seed: i + 1,
        lost: await lostIn(i + 1, machines),
      })),
    );
    expect(lost.filter((race) => race.lost.length > 0)).toEqual([]);
  },
);
