import { afterEach, beforeEach, expect, test } from "vitest";
import { createCallerIdentity } from "../../../src/adapters/aws/caller-identity.ts";
import { createIdentityDirectory } from "../../../src/adapters/aws/iam-directory.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { toTrailEvent } from "../../../src/adapters/aws/trail-event.ts";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../../src/sandbox/start.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

/** The settings of one identity of the sandbox. */
const as = (name: string): AwsSettings => {
  delete process.env["AWS_SESSION_TOKEN"];
  Object.assign(process.env, sandbox.environmentFor(name));
  return {
    profile: undefined,
    region: sandbox.region,
    endpointUrl: sandbox.url,
    environment: {},
    clock: { now: () => new Date(), sleep: () => Promise.resolve() },
  };
};

test.each([
  ["default", /^arn:aws:iam::\d{12}:user\/.*admin$/],
  ["app", /^arn:aws:sts::\d{12}:assumed-role\/App\//],
  ["root", /^arn:aws:iam::\d{12}:root$/],
])("the caller is who the credentials are (%s)", async (name, arn) => {
  const caller = await createCallerIdentity(as(name)).caller();
  expect(caller.arn).toMatch(arn);
  expect(caller.partition).toBe("aws");
  expect(caller.arn).toContain(caller.account);
});

test("the caller is asked for once", async () => {
  const identity = createCallerIdentity(as("default"));
  await Promise.all([identity.caller(), identity.caller()]);
  expect(sandbox.requests.filter(({ operation }) => operation === "GetCallerIdentity")).toHaveLength(1);
});

test("expired credentials are one clear failure", async () => {
  await expect(createCallerIdentity(as("expired")).caller()).rejects.toMatchObject({
    exit: 5,
    code: "expired-credentials",
  });
});

test("found, missing and not allowed to look are told apart", async () => {
  const directory = createIdentityDirectory(as("default"));
  expect(await directory.find("role", "App")).toMatchObject({ found: { kind: "role", name: "App" } });
  expect(await directory.find("user", "alice")).toMatchObject({ found: { kind: "user", name: "alice" } });
  expect(await directory.find("role", "Nobody")).toEqual({ missing: true });
  const answer = await createIdentityDirectory(as("alice")).find("role", "App");
  expect(answer).toMatchObject({
    unknown: expect.stringContaining("may not iam:GetRole on role/App") as string,
  });
});

test("everybody is listed", async () => {
  const directory = createIdentityDirectory(as("default"));
  const names: string[] = [];
  for (const kind of ["user", "role", "group"] as const) {
    for await (const identity of directory.list(kind)) names.push(`${identity.kind}/${identity.name}`);
  }
  expect(names).toEqual(expect.arrayContaining(["user/alice", "role/App"]));
  expect(names.some((name) => name.startsWith("group/"))).toBe(true);
});

test("an inline policy is put, read, counted among the policies, and deleted", async () => {
  const directory = createIdentityDirectory(as("default"));
  const document =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}]}';
  for (const kind of ["user", "role"] as const) {
    const name = kind === "user" ? "alice" : "App";
    expect(await directory.inlinePolicy(kind, name, "kms")).toBeUndefined();
    await directory.putInlinePolicy(kind, name, "kms", document);
    expect(JSON.parse((await directory.inlinePolicy(kind, name, "kms")) ?? "")).toEqual(JSON.parse(document));
    const policies = await directory.policiesOf(kind, name);
    expect("found" in policies && policies.found.some((text) => text.includes("kms:Decrypt"))).toBe(true);
    await directory.deleteInlinePolicy(kind, name, "kms");
    expect(await directory.inlinePolicy(kind, name, "kms")).toBeUndefined();
  }
});

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234";
const detail = (parameters: object, more: object = {}) =>
  JSON.stringify({ requestParameters: parameters, userIdentity: { arn: "arn:aws:iam::1:user/x" }, ...more });

test.each([
  [
    "by its ARN",
    { keyId: arn, policy: "{}" },
    {},
    { policy: "{}", failed: false, by: "arn:aws:iam::1:user/x" },
  ],
  ["by its id", { keyId: "1234", policy: "{}" }, {}, { failed: false }],
  ["that failed", { keyId: arn, policy: "{}" }, { errorCode: "AccessDenied" }, { failed: true }],
  ["without a policy", { keyId: arn }, {}, { policy: undefined }],
])("a CloudTrail event of the key %s", (_, parameters, more, expected) => {
  const event = { EventId: "e", EventTime: new Date(0), CloudTrailEvent: detail(parameters, more) };
  expect(toTrailEvent(event, arn)).toMatchObject(expected);
});

test.each([detail({ keyId: "other" }), "no JSON", undefined])(
  "an event that is not of the key: %s",
  (text) => {
    const event = {
      EventId: "e",
      EventTime: new Date(0),
      ...(text !== undefined && { CloudTrailEvent: text }),
    };
    expect(toTrailEvent(event, arn)).toBeUndefined();
  },
);
