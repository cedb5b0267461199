import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createCallerIdentity } from "../../src/adapters/aws/caller-identity.ts";
import { createIdentityDirectory } from "../../src/adapters/aws/iam-directory.ts";
import { createKeyStore } from "../../src/adapters/aws/kms-store.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import { createHistory } from "../../src/adapters/history.ts";
import { judges } from "../../src/change/judges.ts";
import { keySubject } from "../../src/change/key-subject.ts";
import { runChange } from "../../src/change/run-change.ts";
import type { ChangeServices } from "../../src/change/services.ts";
import { settlePending } from "../../src/change/settle-pending.ts";
import type { Edit } from "../../src/change/types.ts";
import { undoEdit } from "../../src/change/undo.ts";
import { KmspolError } from "../../src/errors.ts";
import type { SandboxOptions } from "../../src/sandbox/options.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { fakeReviewer, yes } from "./fakes.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The road over real wires and a real disk; writers share the state folder but nothing else. */
const road = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  closers.push(() => sandbox.close());
  Object.assign(process.env, sandbox.environment);
  const settings = {
    profile: undefined,
    region: sandbox.region,
    endpointUrl: sandbox.url,
    environment: {},
    clock: systemClock,
  };
  const folder = join(await mkdtemp(join(tmpdir(), "kmspol-road-")), "state");
  const writer = async () => {
    const keys = createKeyStore(settings);
    const caller = await createCallerIdentity(settings).caller();
    const services: ChangeServices = {
      history: createHistory({ folder, note: () => undefined }),
      clock: systemClock,
      judges,
      reviewer: fakeReviewer().reviewer,
      interactive: false,
      by: caller.arn,
      caller,
      directory: createIdentityDirectory(settings),
      note: () => undefined,
    };
    const key = await keys.describe("alias/app");
    return { keys, key, services, subject: keySubject(key, "alias/app", keys, systemClock) };
  };
  return { sandbox, writer };
};

interface Json {
  Statement: { Sid?: string; Principal: { AWS: string | string[] } }[];
}

/** Adds a statement for a user or role. */
const adds = (sid: string, arn: string): Edit => ({
  repeatable: false,
  make: ({ document }) => {
    const policy = JSON.parse(document.text) as Json;
    const statement = {
      Sid: sid,
      Effect: "Allow",
      Principal: { AWS: arn },
      Action: "kms:Decrypt",
      Resource: "*",
    };
    return { text: JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }, null, 2) };
  },
});

const sidsOf = (text: string): (string | undefined)[] =>
  (JSON.parse(text) as Json).Statement.map(({ Sid }) => Sid);

test("a change and its undo, over the wire", async () => {
  const { keys, key, services, subject } = await (await road()).writer();
  const before = await keys.readPolicy(key.target.arn);
  const done = await runChange(subject, adds("New", services.by), yes, services);
  expect(done).toMatchObject({ outcome: "changed", verified: true });
  expect(sidsOf(await keys.readPolicy(key.target.arn))).toContain("New");
  const changes = await settlePending(subject, services);
  expect(changes).toMatchObject([{ id: done.change, outcome: "verified", by: services.by }]);
  await runChange(subject, undoEdit(changes, subject, judges), yes, services);
  expect(sidsOf(await keys.readPolicy(key.target.arn))).toEqual(sidsOf(before));
});

test("a misspelt role is named before KMS is asked", async () => {
  const { keys, key, services, subject } = await (await road()).writer();
  const account = key.facts.account ?? "";
  const before = await keys.readPolicy(key.target.arn);
  const change = runChange(subject, adds("New", `arn:aws:iam::${account}:role/Mispelt`), yes, services);
  await expect(change).rejects.toMatchObject({ exit: 3, code: "unverified-principal" });
  expect(sidsOf(await keys.readPolicy(key.target.arn))).toEqual(sidsOf(before));
});

test.each<[string, SandboxOptions]>([
  ["answers that come late", { latency: 30 }],
  ["a policy that shows late", { propagation: 1500 }],
  ["a third of the connections cut", { drop: 0.3 }],
  ["throttling", { throttle: 3 }],
])("%s: the change ends verified all the same", async (_, options) => {
  const { writer } = await road(options);
  const { keys, key, services, subject } = await writer();
  expect(await runChange(subject, adds("New", services.by), yes, services)).toMatchObject({ verified: true });
  expect(sidsOf(await keys.readPolicy(key.target.arn)).filter((sid) => sid === "New")).toHaveLength(1);
});

test("many writers at once: every change is in the policy, or its writer was told", async () => {
  const { writer } = await road();
  const { keys, key, services } = await writer();
  const arns: string[] = [];
  for (const kind of ["user", "role"] as const) {
    for await (const { arn, path } of services.directory?.list(kind) ?? []) if (path === "/") arns.push(arn);
  }
  expect(arns.length).toBeGreaterThan(3);
  const changes = arns.map(async (arn, i) => {
    const { services, subject } = await writer();
    return runChange(subject, adds(`Writer${i}`, arn), yes, services).catch((error: unknown) => error);
  });
  const outcomes = await Promise.all(changes);
  const sids = sidsOf(await keys.readPolicy(key.target.arn));
  outcomes.forEach((outcome, i) => {
    if (!sids.includes(`Writer${i}`)) expect(outcome).toBeInstanceOf(KmspolError);
  });
  expect(outcomes.filter((outcome) => !(outcome instanceof KmspolError)).length).toBeGreaterThan(3);
});
