import { GetKeyPolicyCommand, KMSClient, ListKeysCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { expect, test, vi } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const app = "1234abcd-12ab-34cd-56ef-1234567890ab";
const simple = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" }],
});
const put = (sandbox: Sandbox) =>
  clientsOf(sandbox).kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: simple }));
const isPut = (sandbox: Sandbox) => !sandbox.policyOf("alias/app").includes("Allow use of the key");

test.each([
  ["KMSInternalException", "PutKeyPolicy", 500],
  ["DependencyTimeoutException", "kms:PutKeyPolicy", 503],
  ["ThrottlingException", "*", 400],
])("--fail: %s comes as often as asked, without effect", async (error, operation, status) => {
  const sandbox = await sandboxForTest({ fail: [{ operation, error, count: 2 }] });
  for (let n = 0; n < 2; n++) {
    const answer = await put(sandbox).catch((thrown: unknown) => thrown);
    expect(answer).toMatchObject({ name: error, $metadata: { httpStatusCode: status } });
    expect(isPut(sandbox)).toBe(false);
  }
  await put(sandbox);
  expect(isPut(sandbox)).toBe(true);
});

test("--fail leaves other operations alone, and counts each plan of its own", async () => {
  const fail = ["DependencyTimeoutException", "NotFoundException"].map((error) => ({
    ...{ operation: "GetKeyPolicy", error },
    count: 1,
  }));
  const sandbox = await sandboxForTest({ fail });
  await put(sandbox);
  const read = () => clientsOf(sandbox).kms.send(new GetKeyPolicyCommand({ KeyId: app }));
  expect(await refusalOf(read())).toMatch(/^DependencyTimeoutException/);
  expect(await refusalOf(read())).toMatch(/^NotFoundException/);
  await expect(read()).resolves.toBeDefined();
});

test("--throttle: beyond the rate each operation is throttled on its own, until time has passed", async () => {
  let now = 1_800_000_000_000;
  const sandbox = await sandboxForTest({ throttle: 2, now: () => now });
  const { kms, iam } = clientsOf(sandbox);
  const list = () =>
    kms.send(new ListKeysCommand({})).then(
      () => "ok",
      (error: unknown) => (error as Error).name,
    );
  expect([await list(), await list(), await list()]).toEqual(["ok", "ok", "ThrottlingException"]);
  await expect(put(sandbox)).resolves.toBeDefined();
  now += 500;
  expect([await list(), await list()]).toEqual(["ok", "ThrottlingException"]);
  const users = () => iam.send(new ListUsersCommand({}));
  await users();
  await users();
  expect(await refusalOf(users())).toBe("Throttling: Rate exceeded");
});

test("a rate below one a second lets the first request through", async () => {
  const sandbox = await sandboxForTest({ throttle: 0.5, now: () => 1_800_000_000_000 });
  await expect(put(sandbox)).resolves.toBeDefined();
  expect(await refusalOf(put(sandbox))).toBe("ThrottlingException: Rate exceeded");
});

test.each([
  ["before", false],
  ["after", true],
] as const)("a connection that is cut %s a put leaves it done: %s", async (point, done) => {
  const sandbox = await sandboxForTest();
  sandbox.faults.dropNext("PutKeyPolicy", point);
  expect(await refusalOf(put(sandbox))).toMatch(/socket hang up|ECONNRESET/);
  expect(isPut(sandbox)).toBe(done);
  await put(sandbox);
});

test("--drop 1 cuts every connection, in half of them after the effect; a seed decides which", async () => {
  const outcomes = async (seed: string) => {
    const sandbox = await sandboxForTest({ drop: 1, seed });
    const seen: boolean[] = [];
    for (let n = 0; n < 30; n++) {
      const before = sandbox.requests.length;
      expect(await refusalOf(put(sandbox))).toMatch(/socket hang up|ECONNRESET/);
      seen.push(sandbox.requests.length > before);
    }
    return seen;
  };
  const first = await outcomes("one");
  expect(first.filter(Boolean).length).toBeGreaterThan(5);
  expect(first.filter(Boolean).length).toBeLessThan(25);
  expect(await outcomes("one")).toEqual(first);
  expect(await outcomes("two")).not.toEqual(first);
});

test("the SDK's own retries ride out a cut connection and an internal failure", async () => {
  const sandbox = await sandboxForTest({
    fail: [{ operation: "*", error: "KMSInternalException", count: 1 }],
  });
  sandbox.faults.dropNext("*", "after");
  const { accessKeyId, secretAccessKey } = sandbox.credentials[0]!;
  const credentials = { accessKeyId, secretAccessKey };
  const kms = new KMSClient({ endpoint: sandbox.url, region: "eu-west-1", credentials, maxAttempts: 4 });
  await expect(kms.send(new ListKeysCommand({}))).resolves.toBeDefined();
  expect(sandbox.requests.map(({ outcome, dropped }) => [outcome, dropped])).toEqual([
    ["KMSInternalException", "after"],
    ["ok", undefined],
  ]);
});

test("--latency makes an answer wait: a later request that need not wait is answered first", async () => {
  const sandbox = await sandboxForTest();
  const waits = [500, 0];
  Object.defineProperty(sandbox.faults, "latency", { get: () => waits.shift() ?? 0 });
  const order: string[] = [];
  const slow = put(sandbox).then(() => order.push("slow"));
  await vi.waitUntil(() => waits.length === 1);
  await clientsOf(sandbox)
    .kms.send(new ListKeysCommand({}))
    .then(() => order.push("fast"));
  await slow;
  expect(order).toEqual(["fast", "slow"]);
});

test("a hook runs once, just before the operation: another writer can come in between", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  const other = simple.replace('"Version"', '"Id":"other","Version"');
  sandbox.before("GetKeyPolicy", () => sandbox.setPolicy("alias/app", other));
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: app }));
  expect(Policy).toContain("other");
  await put(sandbox);
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: app }))).Policy).not.toContain("other");
});
