import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { AwsRequest } from "../../../src/adapters/aws/aws-request.ts";
import type { AwsClient } from "../../../src/adapters/aws/bounded-client.ts";
import { callAws } from "../../../src/adapters/aws/call.ts";
import { usualPatience } from "../../../src/adapters/aws/patience.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { AwsError, PutUnknown } from "../../../src/errors.ts";

// One request with all its tries: when it is tried again, when it is stopped, and what is told of it.

const failure = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const throttled = () => failure("ThrottlingException", { $metadata: { httpStatusCode: 400 } });

/** A request to a service that fails with each of `failures` in turn, and then answers; tries take no time but what `tryTakes` says. */
const request = async (
  failures: readonly Error[],
  more: Partial<AwsSettings> = {},
  about: Partial<AwsRequest> = {},
  tryTakes = 0,
) => {
  let now = 0;
  const left = [...failures];
  const seen = { tries: 0, debug: [] as string[], asks: [] as string[], retried: [] as string[] };
  const clock = {
    now: () => new Date(now),
    sleep: (pause: number) => {
      now += pause;
      return Promise.resolve();
    },
  };
  const client: AwsClient = {
    config: { credentials: () => Promise.resolve({}) },
    middlewareStack: { add: () => undefined },
    send: () => Promise.resolve(),
  };
  const settings: AwsSettings = {
    ...{ profile: undefined, region: "eu-west-1", endpointUrl: undefined, clock },
    environment: { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" },
    debug: (line) => seen.debug.push(line),
    asks: (service) => {
      seen.asks.push(service);
      return () => seen.asks.push("ended");
    },
    ...more,
  };
  const send = () => {
    seen.tries += 1;
    now += tryTakes;
    const error = left.shift();
    return error ? Promise.reject(error) : Promise.resolve("done");
  };
  const beforeRetry = (earlier: string) => {
    seen.retried.push(earlier);
    return Promise.resolve();
  };
  const whole = { operation: "kms:PutKeyPolicy", about: "alias/app", beforeRetry, ...about };
  const outcome = await callAws(settings, whole, client, send).catch((error: unknown) => error);
  return { outcome, ...seen };
};

test("a request that is answered is asked once, and told when it begins and ends", async () => {
  expect(await request([])).toMatchObject({
    ...{ outcome: "done", tries: 1, asks: ["KMS", "ended"], retried: [] },
    debug: [expect.stringMatching(/^kms:PutKeyPolicy alias\/app: try 1, ok, \d+ ms$/)],
  });
});

test("one that fails has ended, too", async () => {
  const { outcome, asks } = await request(
    [failure("AccessDeniedException")],
    {},
    { operation: "iam:GetRole" },
  );
  expect(outcome).toMatchObject({ code: "access-denied" });
  expect(asks).toEqual(["IAM", "ended"]);
});

test("--debug names the service's own id of a request that failed, and each try", async () => {
  const id = { $metadata: { httpStatusCode: 400, requestId: "9f2c" } };
  const { debug } = await request([failure("ThrottlingException", id)]);
  expect(debug).toEqual([
    expect.stringContaining("try 1, ThrottlingException 400 9f2c, "),
    expect.stringContaining("try 2, ok, "),
  ]);
});

test("what is stopped is not begun, nor tried again", async () => {
  const before = new AbortController();
  before.abort();
  expect(await request([], { stop: before.signal })).toMatchObject({ tries: 0 });
  const between = new AbortController();
  const stopping = {
    beforeRetry: () => {
      between.abort();
      return Promise.resolve();
    },
  };
  expect(await request([throttled(), throttled()], { stop: between.signal }, stopping)).toMatchObject({
    tries: 1,
  });
});

test("a clock that was off and is set now: KMS did nothing, and the next try may be refused", async () => {
  const skewed = failure("InvalidSignatureException", { $metadata: { clockSkewCorrected: true } });
  const { outcome, retried } = await request([skewed, failure("AccessDeniedException")], {}, { once: true });
  expect(outcome).not.toBeInstanceOf(PutUnknown);
  expect([outcome, retried]).toMatchObject([{ code: "access-denied" }, ["refused"]]);
});

test.each([
  ["no answer came", failure("TimeoutError")],
  ["the connection broke", failure("Error", { code: "ECONNRESET" })],
  ["an answer came that is none of AWS", failure("SyntaxError")],
])("of what is to be sent once nothing is known where %s", async (_, error) => {
  expect(await request([error], {}, { once: true })).toMatchObject({
    outcome: { code: "put-unknown", cause: error, hint: expect.stringMatching(/./) as string },
    ...{ tries: 1, retried: [] },
  });
  expect(await request([error])).toMatchObject({ outcome: "done", tries: 2 });
});

test("of what was never sent it is known that nothing was done", async () => {
  const refused = failure("Error", { code: "ECONNREFUSED" });
  expect(await request([refused, refused, refused], {}, { once: true })).toMatchObject({
    ...{ outcome: { code: "unreachable" }, tries: 3, retried: ["refused", "refused"] },
  });
});

test("what ends the tries between two of them is what is thrown", async () => {
  const beforeRetry = () => Promise.reject(new AwsError("foreign", "somebody else wrote it"));
  expect(await request([throttled()], {}, { beforeRetry })).toMatchObject({
    ...{ outcome: { code: "foreign" }, tries: 1 },
  });
});

test.each([
  ["the first try has the whole time of an operation, however long somebody typed a code", 1, "done"],
  ["a later try has what is left of it", 2, "timeout"],
])("%s", async (_, slowTry, ends) => {
  let now = 0;
  let tries = 0;
  const environment = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const settings: AwsSettings = {
    ...{ profile: undefined, region: undefined, endpointUrl: undefined, environment },
    clock: { now: () => new Date(now), sleep: () => Promise.resolve() },
    patience: { ...usualPatience, operation: 10_000 },
  };
  const client: AwsClient = {
    config: { credentials: () => Promise.resolve((now += 12_000)) },
    middlewareStack: { add: () => undefined },
    send: () => Promise.resolve(),
  };
  const send = () => {
    tries += 1;
    return tries < slowTry ? Promise.reject(throttled()) : sleep(60, "done");
  };
  const asked = callAws(settings, { operation: "kms:GetKeyPolicy", about: "" }, client, send);
  expect(await asked.catch((error: unknown) => (error as AwsError).code)).toBe(ends);
});

test("an SSO session that ran out is named by the profile that signs in", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-call-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "config");
  await writeFile(file, "[profile app]\nsource_profile = people\n[profile people]\nregion = eu-west-1\n");
  const environment = { AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const error = (name: string) =>
    Object.assign(new Error("The SSO session associated with this profile has expired"), { name });
  for (const name of ["CredentialsProviderError", "TokenProviderError"])
    expect(await request([error(name)], { environment, profile: "app" })).toMatchObject({
      outcome: { code: "sso-expired", hint: "run: aws sso login --profile people" },
    });
});
