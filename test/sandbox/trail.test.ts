import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from "@aws-sdk/client-cloudtrail";
import {
  CreateAliasCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ReEncryptCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { sandboxForTest } from "../support/sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

const clientsOf = (sandbox: Sandbox, name = "default", region = sandbox.region) => {
  const environment = sandbox.environmentFor(name);
  const config = {
    region,
    endpoint: sandbox.url,
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
      ...(environment["AWS_SESSION_TOKEN"] !== undefined && {
        sessionToken: environment["AWS_SESSION_TOKEN"],
      }),
    },
  };
  const trail = new CloudTrailClient(config);
  return {
    kms: new KMSClient(config),
    look: (input: LookupEventsCommandInput = {}) => trail.send(new LookupEventsCommand(input)),
  };
};

const recordsIn = (events: readonly { CloudTrailEvent?: string | undefined }[] | undefined) =>
  (events ?? []).map(({ CloudTrailEvent = "{}" }) => JSON.parse(CloudTrailEvent) as Record<string, unknown>);

test("its own calls to KMS, newest first, with what CloudTrail writes of them", async () => {
  const sandbox = await sandboxForTest();
  const { kms, look } = clientsOf(sandbox);
  const app = clientsOf(sandbox, "app");
  await app.kms.send(
    new EncryptCommand({
      KeyId: "alias/app",
      Plaintext: Buffer.from("secret"),
      EncryptionContext: { a: "b" },
    }),
  );
  await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }));
  const { Events } = await look();
  expect(Events?.map(({ EventName, Username, ReadOnly }) => [EventName, Username, ReadOnly])).toEqual([
    ["GetKeyPolicy", "admin", "true"],
    ["Encrypt", "sandbox", "true"],
  ]);
  const [, encrypt] = recordsIn(Events);
  expect(JSON.stringify(encrypt)).not.toContain(Buffer.from("secret").toString("base64"));
  expect(encrypt).toMatchObject({
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/App/sandbox",
      sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/App" } },
    },
    eventSource: "kms.amazonaws.com",
    awsRegion: "eu-west-1",
    requestParameters: { keyId: "alias/app", encryptionContext: { a: "b" } },
    resources: [{ ARN: `arn:aws:kms:eu-west-1:111122223333:key/${keyId}` }],
    recipientAccountId: "111122223333",
  });
});

test("a call from another account is in both trails, and the key's own is not told who it was", async () => {
  const sandbox = await sandboxForTest();
  const partner = clientsOf(sandbox, "partner");
  const KeyId = [...(sandbox.state.regions.get("111122223333/eu-west-1")?.keys.values() ?? [])].find(
    ({ policies }) => policies.at(-1)?.text.includes("444455556666"),
  )!.arn;
  await partner.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }));
  const [there] = recordsIn((await partner.look()).Events);
  const [here] = recordsIn((await clientsOf(sandbox).look()).Events);
  expect(there?.["userIdentity"]).toMatchObject({ type: "IAMUser", userName: "admin" });
  expect(here?.["userIdentity"]).toEqual({
    type: "AWSAccount",
    principalId: expect.stringMatching(/^AIDA/) as string,
    accountId: "444455556666",
  });
  expect(here?.["sharedEventID"]).toBe(there?.["sharedEventID"]);
  expect(here?.["eventID"]).not.toBe(there?.["eventID"]);
});

test("refused calls are there with their error, both keys of ReEncrypt, and not what another Region saw", async () => {
  const sandbox = await sandboxForTest();
  const { kms, look } = clientsOf(sandbox);
  const alice = clientsOf(sandbox, "alice");
  await expect(
    alice.kms.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: Buffer.from("x") })),
  ).rejects.toThrow();
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("x") }),
  );
  const again = new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: "alias/reports" });
  await expect(kms.send(again)).rejects.toThrow(/kms:ReEncryptTo/);
  const records = recordsIn((await look()).Events);
  expect(
    records.map(({ eventName, errorCode, resources }) => [eventName, errorCode, (resources as []).length]),
  ).toEqual([
    ["ReEncrypt", "AccessDenied", 2],
    ["Encrypt", undefined, 1],
    ["Decrypt", expect.any(String), expect.any(Number)],
  ]);
  expect((await clientsOf(sandbox, "default", "us-east-1").look()).Events).toEqual([]);
});

test("pages, and one attribute at a time", async () => {
  const sandbox = await sandboxForTest();
  const { kms, look } = clientsOf(sandbox);
  for (let i = 0; i < 5; i++) await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }));
  await kms.send(new CreateAliasCommand({ AliasName: "alias/more", TargetKeyId: keyId }));
  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await look({ MaxResults: 2, NextToken });
    ids.push(...(page.Events ?? []).map(({ EventId }) => EventId));
    NextToken = page.NextToken;
    // Somebody works on meanwhile: no page shows anything twice.
    await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }));
  } while (NextToken !== undefined);
  expect([ids.length, new Set(ids).size]).toEqual([6, 6]);
  const count = async (AttributeKey: "EventName" | "ResourceName" | "Username", AttributeValue: string) =>
    (await look({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events?.length;
  expect(await count("EventName", "CreateAlias")).toBe(1);
  expect(await count("ResourceName", `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`)).toBe(
    await count("ResourceName", keyId),
  );
  expect(await count("Username", "nobody")).toBe(0);
  const two = [
    { AttributeKey: "EventName" as const, AttributeValue: "a" },
    { AttributeKey: "Username" as const, AttributeValue: "b" },
  ];
  await expect(look({ LookupAttributes: two })).rejects.toThrow(/only specify one/);
  await expect(look({ NextToken: "eA==" })).rejects.toThrow(/Invalid token/);
  await expect(look({ StartTime: new Date(2000), EndTime: new Date(1000) })).rejects.toThrow(/Start time/);
});

test("who may not look is refused, and ninety days is all there is", async () => {
  const sandbox = await sandboxForTest();
  await expect(clientsOf(sandbox, "alice").look()).rejects.toThrow(
    /not authorized to perform: cloudtrail:LookupEvents/,
  );
  const { kms, look } = clientsOf(sandbox);
  await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }));
  const [event] = sandbox.state.trail;
  sandbox.state.trail.unshift({ ...event!, id: "old", at: Date.now() - 91 * 24 * 3600 * 1000 });
  expect((await look()).Events?.length).toBe(1);
});
