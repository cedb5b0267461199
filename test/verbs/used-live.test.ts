import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const day = 24 * 60 * 60 * 1000;

const clientOf = (sandbox: Sandbox, name: string): KMSClient => {
  const {
    AWS_ACCESS_KEY_ID: id = "",
    AWS_SECRET_ACCESS_KEY: secret = "",
    AWS_SESSION_TOKEN: token,
  } = sandbox.environmentFor(name);
  const credentials = {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token !== undefined && { sessionToken: token }),
  };
  return new KMSClient({ region: sandbox.region, endpoint: sandbox.url, credentials });
};

/** A sandbox in which role App has encrypted so many times, and alice was refused once. */
const stage = async (times = 1) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const app = clientOf(sandbox, "app");
  for (let i = 0; i < times; i++)
    await app.send(new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") }));
  const alice = clientOf(sandbox, "alice");
  const refused = new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") });
  await expect(alice.send(refused)).rejects.toThrow();
  const run = async (...args: readonly string[]) => {
    const ended = await kmspol(place, sandbox, args);
    return {
      ...ended,
      words: ended.stdout.replaceAll(/\s+/g, " "),
      told: ended.stderr.replaceAll(/\s+/g, " "),
    };
  };
  return { sandbox, run, app };
};

interface Told {
  readonly used: readonly {
    readonly principal: string;
    readonly operations: readonly { readonly operation: string; readonly count: number }[];
  }[];
  readonly evidence: { readonly source: string; readonly from: string; readonly keyEvents: number };
}

test("who used a key, by the event history", async () => {
  const { run } = await stage(3);
  const { exit, words, stderr } = await run("who-can", "alias/app", "kms:Encrypt", "--used");
  expect([exit, stderr]).toEqual([0, ""]);
  expect(words).toMatch(/Used by: role\/App kms:Encrypt 3 × last \d{4}-/);
  expect(words).toMatch(/Tried in vain: user\/alice kms:Encrypt 1 × not allowed, last/);
  expect(words).toMatch(
    /Evidence: CloudTrail's event history in 111122223333, eu-west-1, from .+ What was before is not known/,
  );
  expect(words).toContain(
    "has 90 days of the management events of eu-west-1, and shows an event some minutes late",
  );
  expect((await run("show", "alias/app", "--used")).words).toMatch(/Used by: .*role\/App kms:Encrypt 3 ×/);
});

test("what comes on many pages, and under both names of the key, counts once", async () => {
  const { run, sandbox } = await stage(120);
  const { stdout } = await run("who-can", "alias/app", "kms:Encrypt", "--used", "--json");
  const { used, evidence } = JSON.parse(stdout) as Told;
  const app = used.find(({ principal }) => principal === "arn:aws:iam::111122223333:role/App");
  expect(app?.operations).toMatchObject([{ operation: "kms:Encrypt", count: 120 }]);
  expect(evidence.source).toBe("event-history");
  // By the ARN and by the id, each of three pages.
  expect(sandbox.requests.filter(({ operation }) => operation === "LookupEvents").length).toBe(6);
});

test("so many days back, and no further", async () => {
  const { run, sandbox } = await stage(2);
  const [old] = sandbox.state.trail;
  Object.assign(old!, { at: Date.now() - 40 * day });
  const count = async (days: string) => {
    const { stdout } = await run("who-can", "alias/app", "kms:Encrypt", "--days", days, "--json");
    return (JSON.parse(stdout) as Told).used.find(({ principal }) => principal.endsWith("role/App"))
      ?.operations[0]?.count;
  };
  expect([await count("30"), await count("60")]).toEqual([1, 2]);
});

test("without the permission, which is named, nothing is claimed", async () => {
  const { run, sandbox } = await stage();
  sandbox.faults.failNext({ operation: "LookupEvents", error: "AccessDeniedException", count: 1 });
  const { exit, stdout, told } = await run("who-can", "alias/app", "--used");
  expect([exit, stdout]).toEqual([5, ""]);
  expect(told).toMatch(/may not cloudtrail:LookupEvents on arn:aws:kms/);
  expect(told).toMatch(/ask for cloudtrail:LookupEvents in the caller's IAM policies/);
});

test("a related key of another Region is told to have a trail of its own", async () => {
  const { run } = await stage();
  const { exit, words } = await run("who-can", "alias/global", "--used");
  expect(exit).toBe(0);
  expect(words).toMatch(/use of its related keys is told by the trails of their Regions \([a-z0-9, -]+\)/);
});

test("a failure in the middle is no half answer", async () => {
  const { run, sandbox } = await stage(60);
  let asked = 0;
  sandbox.before("LookupEvents", () => {
    asked += 1;
    sandbox.before("LookupEvents", () =>
      sandbox.faults.failNext({ operation: "LookupEvents", error: "InvalidNextTokenException", count: 1 }),
    );
  });
  const { exit, stdout } = await run("who-can", "alias/app", "--used");
  expect([exit, stdout, asked]).toEqual([5, "", 1]);
});

test("what is decrypted with the key that the ciphertext names is told too", async () => {
  const { run, app } = await stage();
  const sealed = await app.send(new EncryptCommand({ KeyId: "alias/app", Plaintext: Buffer.from("x") }));
  await app.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
  expect((await run("who-can", "alias/app", "kms:Decrypt", "--used")).words).toContain(
    "role/App kms:Decrypt 1 ×",
  );
});
