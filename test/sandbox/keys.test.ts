import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

type Kms = ReturnType<typeof clientsOf>["kms"];

const app = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = (id: string, region = "eu-west-1", account = "111122223333") =>
  `arn:aws:kms:${region}:${account}:key/${id}`;
const appArn = arn(app);
const [paused, retired] = ["8901bcde-89bc-01de-23fa-8901234567bc", "9012cdef-90cd-12ef-34ab-9012345678cd"];
const managed = "abcd0123-ab01-cd23-ef45-abcd01234567";

test.each([
  ["key id", app],
  ["key ARN", appArn],
  ["alias name", "alias/app"],
  ["alias ARN", "arn:aws:kms:eu-west-1:111122223333:alias/app"],
])("DescribeKey finds a key by its %s", async (_, KeyId) => {
  const { kms } = clientsOf(await sandboxForTest());
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  expect(KeyMetadata).toMatchObject({ Arn: appArn, KeyManager: "CUSTOMER", KeySpec: "SYMMETRIC_DEFAULT" });
});

const unknown = "11111111-2222-3333-4444-555555555555";

test.each<[what: string, call: (kms: Kms) => Promise<unknown>, refusal: string]>([
  [
    "GetKeyPolicy by alias",
    (kms) => kms.send(new GetKeyPolicyCommand({ KeyId: "alias/app" })),
    "NotFoundException: Invalid keyId alias/app",
  ],
  [
    "PutKeyPolicy by alias",
    (kms) => kms.send(new PutKeyPolicyCommand({ KeyId: "alias/app", Policy: "{}" })),
    "NotFoundException: Invalid keyId alias/app",
  ],
  [
    "a policy of another name",
    (kms) => kms.send(new GetKeyPolicyCommand({ KeyId: app, PolicyName: "other" })),
    "NotFoundException: No such policy exists",
  ],
  [
    "a key that is not there",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: unknown })),
    `NotFoundException: Key '${arn(unknown)}' does not exist`,
  ],
  [
    "a key id that is none",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: "nonsense" })),
    "NotFoundException: Invalid keyId 'nonsense'",
  ],
  [
    "an alias that is not there",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: "alias/none" })),
    "NotFoundException: Alias arn:aws:kms:eu-west-1:111122223333:alias/none is not found.",
  ],
  [
    "an ARN of another Region",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: arn(app, "us-west-2") })),
    "NotFoundException: Invalid arn us-west-2",
  ],
  [
    "an ARN of another service",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: "arn:aws:s3:::bucket" })),
    "InvalidArnException: Invalid arn arn:aws:s3:::bucket",
  ],
  [
    "an alias that exists",
    (kms) => kms.send(new CreateAliasCommand({ AliasName: "alias/app", TargetKeyId: paused })),
    "AlreadyExistsException: An alias with the name arn:aws:kms:eu-west-1:111122223333:alias/app already exists",
  ],
  [
    "a policy on an AWS managed key",
    (kms) => kms.send(new PutKeyPolicyCommand({ KeyId: managed, Policy: "{}" })),
    `UnsupportedOperationException: ${arn(managed)} is an AWS managed key: its policy and state are AWS's.`,
  ],
  [
    "a marker of another list",
    (kms) => kms.send(new ListKeysCommand({ Marker: "nonsense" })),
    "InvalidMarkerException: Invalid marker",
  ],
  [
    "a usage that the spec does not have",
    (kms) => kms.send(new CreateKeyCommand({ KeySpec: "HMAC_256" })),
    "ValidationException: KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec HMAC_256",
  ],
])("refuses %s", async (_, call, refusal) => {
  const { kms } = clientsOf(await sandboxForTest());
  expect(await refusalOf(call(kms))).toBe(refusal);
});

test("a bad Limit is a ValidationException that names it", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  expect(await refusalOf(kms.send(new ListKeysCommand({ Limit: 1001 })))).toMatch(
    /^ValidationException: 1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint/,
  );
});

const grant = {
  GranteePrincipal: "arn:aws:iam::111122223333:role/App",
  Operations: ["Encrypt" as const],
};
const policy = (kms: Kms, KeyId: string) => kms.send(new GetKeyPolicyCommand({ KeyId }));
const operations: Record<string, (kms: Kms, KeyId: string) => Promise<unknown>> = {
  GetKeyPolicy: policy,
  PutKeyPolicy: async (kms, KeyId) =>
    kms.send(new PutKeyPolicyCommand({ KeyId, Policy: (await policy(kms, KeyId)).Policy })),
  ListKeyPolicies: (kms, KeyId) => kms.send(new ListKeyPoliciesCommand({ KeyId })),
  ListGrants: (kms, KeyId) => kms.send(new ListGrantsCommand({ KeyId })),
  TagResource: (kms, KeyId) =>
    kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })),
  CreateAlias: (kms, TargetKeyId) =>
    kms.send(new CreateAliasCommand({ AliasName: "alias/new", TargetKeyId })),
  CreateGrant: (kms, KeyId) => kms.send(new CreateGrantCommand({ KeyId, ...grant })),
  Encrypt: (kms, KeyId) => kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") })),
  EnableKey: (kms, KeyId) => kms.send(new EnableKeyCommand({ KeyId })),
  CancelKeyDeletion: (kms, KeyId) => kms.send(new CancelKeyDeletionCommand({ KeyId })),
  ScheduleKeyDeletion: (kms, KeyId) => kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
};

const disabled = "DisabledException: KEY is disabled.";
const pending = "KMSInvalidStateException: KEY is pending deletion.";
const notPending = "KMSInvalidStateException: KEY is not pending deletion.";

test.each<[operation: string, enabled: string, whenDisabled: string, whenPending: string]>([
  ["GetKeyPolicy", "ok", "ok", "ok"],
  ["PutKeyPolicy", "ok", "ok", "ok"],
  ["ListKeyPolicies", "ok", "ok", "ok"],
  ["ListGrants", "ok", "ok", "ok"],
  ["TagResource", "ok", "ok", pending],
  ["CreateAlias", "ok", "ok", pending],
  ["CreateGrant", "ok", disabled, pending],
  ["Encrypt", "ok", disabled, pending],
  ["EnableKey", "ok", "ok", pending],
  ["CancelKeyDeletion", notPending, notPending, "ok"],
  ["ScheduleKeyDeletion", "ok", "ok", pending],
])("%s on an enabled, a disabled and a dying key", async (operation, ...wanted) => {
  const { kms } = clientsOf(await sandboxForTest(), "root");
  const keys = ["7890abcd-78ab-90cd-12ef-7890123456ab", paused, retired];
  await kms.send(new TagResourceCommand({ KeyId: keys[0], Tags: [{ TagKey: "a", TagValue: "b" }] }));
  const answers = [];
  for (const key of keys) {
    await kms.send(new DeleteAliasCommand({ AliasName: "alias/new" })).catch(() => undefined);
    const call = operations[operation]!(kms, key);
    answers.push(
      (
        await call.then(
          () => "ok",
          () => refusalOf(call),
        )
      ).replace(arn(key), "KEY"),
    );
  }
  expect(answers).toEqual(wanted);
});

test("lists page with small limits, in one order, without losing or doubling a key", async () => {
  const { kms } = clientsOf(await sandboxForTest({ extraKeys: 25 }));
  const seen: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await kms.send(new ListKeysCommand({ Limit: 4, ...(Marker ? { Marker } : {}) }));
    expect(page.Keys!.length).toBeLessThanOrEqual(4);
    seen.push(...page.Keys!.map(({ KeyId }) => KeyId!));
    Marker = page.NextMarker;
    expect(page.Truncated).toBe(Marker !== undefined);
  } while (Marker);
  expect(seen.length).toBe(37);
  expect(new Set(seen).size).toBe(37);
});

test("ListAliases begins with alias/app, gives 100 at most, and filters by key", async () => {
  const { kms } = clientsOf(await sandboxForTest({ extraKeys: 120 }));
  const { Aliases, Truncated } = await kms.send(new ListAliasesCommand({ Limit: 1000 }));
  expect(Aliases![0]!.AliasName).toBe("alias/app");
  expect([Aliases!.length, Truncated]).toEqual([100, true]);
  const own = await kms.send(new ListAliasesCommand({ KeyId: paused }));
  expect(own.Aliases!.map(({ AliasName }) => AliasName)).toEqual(["alias/paused"]);
});

test("aliases can be made, moved and removed; AWS's own cannot", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  const keyOf = async () => (await kms.send(new DescribeKeyCommand({ KeyId: "alias/x" }))).KeyMetadata!.KeyId;
  await kms.send(new CreateAliasCommand({ AliasName: "alias/x", TargetKeyId: app }));
  expect(await keyOf()).toBe(app);
  await kms.send(new UpdateAliasCommand({ AliasName: "alias/x", TargetKeyId: paused }));
  expect(await keyOf()).toBe(paused);
  await kms.send(new DeleteAliasCommand({ AliasName: "alias/x" }));
  expect(await refusalOf(keyOf())).toMatch(/^NotFoundException/);
  const own = new CreateAliasCommand({ AliasName: "alias/aws/x", TargetKeyId: app });
  expect(await refusalOf(kms.send(own))).toMatch(/^NotAuthorizedException/);
});

test("DescribeKey of a predefined alias without a key makes the AWS managed key", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  const { Aliases } = await kms.send(new ListAliasesCommand({}));
  expect(Aliases!.find(({ AliasName }) => AliasName === "alias/aws/ebs")!.TargetKeyId).toBeUndefined();
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/ebs" }));
  expect(KeyMetadata!.KeyManager).toBe("AWS");
});

test("tags are set, listed by pages and removed", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  const Tags = ["a", "b", "c"].map((TagKey) => ({ TagKey, TagValue: TagKey.toUpperCase() }));
  await kms.send(new TagResourceCommand({ KeyId: paused, Tags }));
  await kms.send(new UntagResourceCommand({ KeyId: paused, TagKeys: ["b"] }));
  const first = await kms.send(new ListResourceTagsCommand({ KeyId: paused, Limit: 1 }));
  expect([first.Tags, first.Truncated]).toEqual([[Tags[0]], true]);
  const next = await kms.send(new ListResourceTagsCommand({ KeyId: paused, Marker: first.NextMarker }));
  expect(next.Tags).toEqual([Tags[2]]);
  const own = new TagResourceCommand({ KeyId: paused, Tags: [{ TagKey: "aws:x", TagValue: "" }] });
  expect(await refusalOf(kms.send(own))).toMatch(/^TagException/);
});

test("a key goes through its life", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description: "mine",
      KeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      MultiRegion: true,
    }),
  );
  const KeyId = KeyMetadata!.KeyId!;
  expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
  expect(KeyMetadata!.SigningAlgorithms).toEqual(["ECDSA_SHA_256"]);
  await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "ours" }));
  const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!;
  await kms.send(new DisableKeyCommand({ KeyId }));
  expect(await state()).toMatchObject({ KeyState: "Disabled", Enabled: false, Description: "ours" });
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect((await state()).DeletionDate).toBeInstanceOf(Date);
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  expect((await state()).KeyState).toBe("Disabled");
});

test("keys are Regional, and a replica has a policy of its own", async () => {
  const sandbox = await sandboxForTest();
  const away = clientsOf(sandbox, "default", "us-east-1").kms;
  expect(await refusalOf(away.send(new DescribeKeyCommand({ KeyId: app })))).toMatch(/^NotFoundException/);
  const { KeyMetadata } = await away.send(new DescribeKeyCommand({ KeyId: "alias/global" }));
  expect(KeyMetadata!.MultiRegionConfiguration).toMatchObject({
    MultiRegionKeyType: "REPLICA",
    PrimaryKey: { Region: "eu-west-1" },
  });
  const Policy = sandbox.policyOf("alias/paused");
  await away.send(new PutKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId, Policy }));
  expect(sandbox.policyOf("alias/global")).toContain("Allow use of the key");
});
