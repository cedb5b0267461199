import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createKeyStore } from "../../../src/adapters/aws/kms-store.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { PutUnknown } from "../../../src/errors.ts";

/** A KMS of one process that answers from a script: status and JSON, or `cut` (the connection is broken). */
type Answer = { status: number; body: object | string } | "cut";

interface Seen {
  readonly operation: string;
  readonly body: unknown;
  readonly region: string;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const answer = (response: ServerResponse, next: Answer | undefined) => {
  if (next === undefined || next === "cut") {
    response.destroy();
    return;
  }
  response.writeHead(next.status, { "content-type": "application/x-amz-json-1.1" });
  response.end(typeof next.body === "string" ? next.body : JSON.stringify(next.body));
};

const kms = async (script: Record<string, Answer[]>, more: Partial<AwsSettings> = {}) => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const operation = String(request.headers["x-amz-target"]).replace("TrentService.", "");
      const region = /\/([a-z0-9-]+)\/kms\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
      seen.push({ operation, body: JSON.parse(body), region });
      answer(response, script[operation]?.shift());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  process.env["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "CANARY-secret";
  process.env["AWS_SESSION_TOKEN"] = "CANARY-token";
  const debug: string[] = [];
  const store = createKeyStore({
    profile: undefined,
    region: "eu-west-1",
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    environment: {},
    clock: { now: () => new Date(), sleep: () => Promise.resolve() },
    debug: (line) => debug.push(line),
    ...more,
  });
  return { store, seen, debug };
};

const ok = (body: object = {}): Answer => ({ status: 200, body });
const fail = (type: string, message = "", status = 400): Answer => ({
  status,
  body: { __type: type, message },
});

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-2:111122223333:key/${id}`;
const metadata = {
  KeyId: id,
  Arn: arn,
  AWSAccountId: "111122223333",
  KeyManager: "CUSTOMER",
  KeyState: "Enabled",
};

test("a policy is read with one request, by name, and comes back as it is", async () => {
  const text = '{\n  "Version" : "2012-10-17" }';
  const { store, seen } = await kms({ GetKeyPolicy: [ok({ Policy: text, PolicyName: "default" })] });
  expect(await store.readPolicy(id)).toBe(text);
  expect(seen).toEqual([
    { operation: "GetKeyPolicy", body: { KeyId: id, PolicyName: "default" }, region: "eu-west-1" },
  ]);
});

test("the Region of an ARN wins", async () => {
  const { store, seen } = await kms({ GetKeyPolicy: [ok({ Policy: "{}" })] });
  await store.readPolicy(arn);
  expect(seen[0]?.region).toBe("us-east-2");
});

test("an alias is resolved first, then its key's aliases are asked for", async () => {
  const { store, seen } = await kms({
    DescribeKey: [ok({ KeyMetadata: { ...metadata, KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" } })],
    ListAliases: [ok({ Aliases: [{ AliasName: "alias/b" }, { AliasName: "alias/a" }] })],
  });
  const { target, facts } = await store.describe("alias/a");
  expect(seen.map(({ operation }) => operation)).toEqual(["DescribeKey", "ListAliases"]);
  expect(target).toEqual({
    kind: "key",
    arn,
    id,
    aliases: ["alias/a", "alias/b"],
    state: "Enabled",
    spec: "HMAC_256",
    usage: "GENERATE_VERIFY_MAC",
    manager: "CUSTOMER",
    multiRegion: false,
  });
  expect(facts).toMatchObject({ account: "111122223333", partition: "aws", region: "us-east-2", arn });
});

const replica = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const primary = replica.replace("eu-west-1", "us-east-1");
const told = (answered: string, more: object = {}) => ({
  ...{ ...metadata, ...more, Arn: answered },
  KeyId: answered.split("/")[1],
  AWSAccountId: answered.split(":")[4],
});

test.each<[string, asked: string, answered: object, says: RegExp]>([
  ["another account", arn, told(arn.replace("1111", "4444")), /another account: 444422223333 instead/],
  ["another Region", arn, told(arn.replace("us-east-2", "us-east-1")), /another Region: us-east-1 instead/],
  [
    "another partition",
    arn,
    told(arn.replace("arn:aws:", "arn:aws-cn:")),
    /another partition: aws-cn instead/,
  ],
  ["another key", arn, told(arn.replace("1234abcd", "9999abcd")), /another key id: 9999abcd-/],
  ["another key for an id", id, told(arn.replace("1234abcd", "9999abcd")), /another key id: 9999abcd-/],
  ["the primary for its replica", replica, told(primary), /another Region: us-east-1 instead of eu-west-1/],
  [
    "a key of another account than the alias's",
    "arn:aws:kms:us-east-2:444455556666:alias/app",
    told(arn),
    /another account: 111122223333 instead of 444455556666/,
  ],
  [
    "a key of another Region than the alias's",
    "arn:aws:kms:us-east-1:111122223333:alias/app",
    told(arn),
    /another Region: us-east-2 instead of us-east-1/,
  ],
  ["an alias", "alias/app", told(arn.replace("key/", "alias/")), /which is no key/],
  ["a role", "alias/app", told("arn:aws:iam::111122223333:role/App"), /which is no key/],
  ["two accounts", "alias/app", { ...told(arn), AWSAccountId: "444455556666" }, /itself another account/],
  ["two key ids", "alias/app", { ...told(arn), KeyId: id.replace("1234", "9999") }, /itself another key id/],
])("DescribeKey that answers with %s is refused, and no policy is read", async (_, asked, answered, says) => {
  const { store, seen } = await kms({
    DescribeKey: [ok({ KeyMetadata: answered })],
    ListAliases: [ok({ Aliases: [] })],
  });
  await expect(store.describe(asked)).rejects.toMatchObject({
    code: "bad-answer",
    exit: 5,
    message: expect.stringMatching(says) as string,
    hint: expect.stringContaining("endpoint") as string,
  });
  expect(seen.map(({ operation }) => operation)).not.toContain("GetKeyPolicy");
});

test.each([
  ["its ARN", arn, arn],
  ["its id", id, arn],
  ["its id in capitals", id.toUpperCase(), arn],
  ["its alias", "alias/app", arn],
  ["its alias's ARN", "arn:aws:kms:us-east-2:111122223333:alias/app", arn],
  ["the ARN of a replica", replica, replica],
  ["the id of a multi-Region key", "mrk-1234abcd12ab34cd56ef1234567890ab", primary],
])("a key asked for by %s is that key", async (_, asked, answered) => {
  const { store } = await kms({ DescribeKey: [ok({ KeyMetadata: told(answered) })] });
  expect((await store.describe(asked, { aliases: false })).target.arn).toBe(answered);
});

test.each<[string, Answer]>([
  ["may not be listed", fail("AccessDeniedException", "no")],
  ["come back as nonsense", ok({ Aliases: "alias/app" })],
  ["come back as entries that are none", ok({ Aliases: ["alias/app"] })],
])("aliases that %s: the key is there, and that they are not known is said once", async (_, answer) => {
  const notes: string[] = [];
  const script = {
    DescribeKey: [ok({ KeyMetadata: metadata }), ok({ KeyMetadata: metadata })],
    ListAliases: Array<Answer>(6).fill(answer),
  };
  const { store } = await kms(script, { note: (note) => notes.push(note) });
  expect((await store.describe(arn)).target.aliases).toEqual([]);
  await store.describe(arn);
  expect(notes).toEqual([expect.stringContaining(`the aliases of ${arn} are not known: `)]);
});

test("a key that cannot be described: its error is all that is said", async () => {
  const notes: string[] = [];
  const denied = fail("AccessDeniedException", "no");
  const script = { DescribeKey: [denied], ListAliases: [denied] };
  const { store } = await kms(script, { note: (note) => notes.push(note) });
  await expect(store.describe(arn)).rejects.toMatchObject({ exit: 5 });
  expect(notes).toEqual([]);
});

test.each<[string, Answer[], "PutUnknown" | "AwsError", string[]]>([
  [
    "an internal failure, then no",
    [fail("KMSInternalException", "", 500), fail("AccessDeniedException")],
    "PutUnknown",
    ["unclear"],
  ],
  [
    "a dependency that was late, then no",
    [fail("DependencyTimeoutException", "", 503), fail("AccessDeniedException")],
    "PutUnknown",
    ["unclear"],
  ],
  [
    "throttling, then no",
    [fail("ThrottlingException"), fail("AccessDeniedException")],
    "AwsError",
    ["refused"],
  ],
  [
    "throttling, an internal failure, throttling, then no",
    [
      fail("ThrottlingException"),
      fail("KMSInternalException", "", 500),
      fail("ThrottlingException"),
      fail("AccessDeniedException"),
    ],
    "PutUnknown",
    ["refused", "unclear", "unclear"],
  ],
  ["no at once", [fail("AccessDeniedException")], "AwsError", []],
])("a put that meets %s", async (_, answers, ends, earlier) => {
  const { store } = await kms({ PutKeyPolicy: answers });
  const told: string[] = [];
  const confirm = (what: string) => {
    told.push(what);
    return Promise.resolve();
  };
  const put = store.writePolicy(arn, "{}", { bypassLockoutCheck: false, confirm });
  const error: unknown = await put.catch((thrown: unknown) => thrown);
  expect(error instanceof PutUnknown ? "PutUnknown" : "AwsError").toBe(ends);
  expect(told).toEqual(earlier);
});

test("without aliases a key is one request", async () => {
  const { store, seen } = await kms({ DescribeKey: [ok({ KeyMetadata: metadata })] });
  await store.describe(id, { aliases: false });
  expect(seen).toHaveLength(1);
});

test("a put says which policy, and the bypass only when it is asked for", async () => {
  const { store, seen } = await kms({ PutKeyPolicy: [ok(), ok()] });
  await store.writePolicy(arn, "{}", { bypassLockoutCheck: false });
  await store.writePolicy(arn, "{}", { bypassLockoutCheck: true });
  expect(seen.map(({ body }) => body)).toEqual([
    { KeyId: arn, PolicyName: "default", Policy: "{}" },
    { KeyId: arn, PolicyName: "default", Policy: "{}", BypassPolicyLockoutSafetyCheck: true },
  ]);
});

test.each([
  ["one byte over the limit", "x".repeat(32_769), "32769"],
  ["over it by letters of two bytes", "é".repeat(16_385), "32770"],
])("a policy %s is refused before anything is sent", async (_, text, bytes) => {
  const { store, seen } = await kms({});
  await expect(store.writePolicy(arn, text, { bypassLockoutCheck: false })).rejects.toMatchObject({
    code: "policy-too-large",
    exit: 3,
    message: expect.stringContaining(`${bytes} bytes`) as string,
  });
  expect(seen).toEqual([]);
});

test.each(["x".repeat(32_768), "é".repeat(16_384)])("a policy of just the limit is sent", async (text) => {
  const { store, seen } = await kms({ PutKeyPolicy: [ok()] });
  await store.writePolicy(arn, text, { bypassLockoutCheck: false });
  expect(seen).toHaveLength(1);
});

test.each([
  ["throttling", [fail("ThrottlingException"), fail("ThrottlingException"), ok({ Policy: "{}" })], 3],
  ["an internal error", [fail("KMSInternalException", "", 500), ok({ Policy: "{}" })], 2],
  ["a dependency that took too long", [fail("DependencyTimeoutException", "", 503), ok({ Policy: "{}" })], 2],
  ["a cut connection", ["cut" as const, ok({ Policy: "{}" })], 2],
  ["an answer cut in the middle", [{ status: 200, body: '{"Policy":"{' }, ok({ Policy: "{}" })], 2],
])("a read goes on after %s", async (_, answers, tries) => {
  const { store, seen } = await kms({ GetKeyPolicy: [...answers] });
  expect(await store.readPolicy(arn)).toBe("{}");
  expect(seen).toHaveLength(tries);
});

test("a put is tried again where KMS says that it did nothing", async () => {
  const { store, seen } = await kms({ PutKeyPolicy: [fail("ThrottlingException"), ok()] });
  await store.writePolicy(arn, "{}", { bypassLockoutCheck: false });
  expect(seen).toHaveLength(2);
});

test("a put whose answer is lost is not sent again: its outcome is unknown", async () => {
  const { store, seen } = await kms({ PutKeyPolicy: ["cut", ok()] });
  await expect(store.writePolicy(arn, "{}", { bypassLockoutCheck: false })).rejects.toMatchObject({
    name: "PutUnknown",
    code: "put-unknown",
    exit: 5,
  });
  expect(seen).toHaveLength(1);
});

test.each(["LimitExceededException", "MalformedPolicyDocumentException", "AccessDeniedException"])(
  "%s is not tried again",
  async (name) => {
    const { store, seen } = await kms({ PutKeyPolicy: [fail(name), ok()] });
    await expect(store.writePolicy(arn, "{}", { bypassLockoutCheck: false })).rejects.toThrow();
    expect(seen).toHaveLength(1);
  },
);

test("lists come in pages, keys with their aliases", async () => {
  const { store } = await kms({
    ListAliases: [
      ok({ Aliases: [{ AliasName: "alias/b", TargetKeyId: "1" }], Truncated: true, NextMarker: "m" }),
      ok({ Aliases: [{ AliasName: "alias/a", TargetKeyId: "1" }, { AliasName: "alias/aws/s3" }] }),
    ],
    ListKeys: [
      ok({ Keys: [{ KeyId: "1", KeyArn: "arn:1" }], Truncated: true, NextMarker: "k" }),
      ok({ Keys: [{ KeyId: "2", KeyArn: "arn:2" }], Truncated: false }),
    ],
  });
  const keys = [];
  for await (const key of store.list()) keys.push(key);
  expect(keys).toEqual([
    { id: "1", arn: "arn:1", aliases: ["alias/a", "alias/b"] },
    { id: "2", arn: "arn:2", aliases: [] },
  ]);
});

test("tags and grants", async () => {
  const { store } = await kms({
    ListResourceTags: [ok({ Tags: [{ TagKey: "team", TagValue: "red" }] })],
    ListGrants: [
      ok({
        Grants: [
          { GrantId: "g", GranteePrincipal: "arn:aws:iam::1:role/x", Operations: ["Decrypt"], Name: "" },
          { GrantId: "s", GranteeServicePrincipal: "dynamodb.amazonaws.com", Operations: [] },
        ],
      }),
    ],
  });
  expect([...(await store.tags(arn))]).toEqual([["team", "red"]]);
  expect(await store.grants(arn)).toEqual([
    { id: "g", grantee: "arn:aws:iam::1:role/x", operations: ["Decrypt"] },
    { id: "s", grantee: "dynamodb.amazonaws.com", operations: [] },
  ]);
});

test("--debug tells each try, without any credential", async () => {
  const { store, debug } = await kms({ GetKeyPolicy: [fail("ThrottlingException"), ok({ Policy: "{}" })] });
  await store.readPolicy(id);
  expect(debug).toHaveLength(2);
  expect(debug[0]).toMatch(/^kms:GetKeyPolicy 1234abcd-\S+: try 1, ThrottlingException .*400.*, \d+ ms$/);
  expect(debug[1]).toMatch(/try 2, ok, \d+ ms$/);
  expect(debug.join()).not.toMatch(/CANARY|AKIA/);
});

test("a dead endpoint is one clear failure", async () => {
  const { store } = await kms({}, { endpointUrl: "http://127.0.0.1:9" });
  await expect(store.readPolicy(id)).rejects.toMatchObject({
    code: "unreachable",
    exit: 5,
    message: "the endpoint http://127.0.0.1:9 cannot be reached (ECONNREFUSED)",
  });
});

test.each([
  ["an endpoint that is no URL", { endpointUrl: "localhost" }, "bad-endpoint", 2],
  ["an unknown profile", { profile: "no-such-profile-here" }, "unknown-profile", 5],
])("%s is found before anything is sent", async (_, more, code, exit) => {
  const { store, seen } = await kms({}, more);
  await expect(store.readPolicy(id)).rejects.toMatchObject({ code, exit });
  expect(seen).toEqual([]);
});
