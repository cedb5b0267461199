import { request } from "node:http";
import { expect, test } from "vitest";
import { sandboxForTest } from "../support/sandbox.ts";

const signed = (service: string, key = "AKIASANDBOXADMIN0000") =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const send = async (headers: Record<string, string>, body: string) => {
  const { url } = await sandboxForTest();
  const answer = await fetch(url, { method: "POST", headers, body });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

/** The header with the date of a signature, so many minutes from now. */
const dated = (minutes: number) => ({
  "x-amz-date": new Date(Date.now() + minutes * 60_000).toISOString().replace(/[-:]|\.\d+/g, ""),
});

const kms = (operation: string, body: string, headers: Record<string, string> = {}) =>
  send({ "x-amz-target": `TrentService.${operation}`, authorization: signed("kms"), ...headers }, body);

test.each<[what: string, answer: () => ReturnType<typeof send>, status: number, text: RegExp]>([
  [
    "KMS without signature",
    () => kms("ListKeys", "{}", { authorization: "" }),
    400,
    /"MissingAuthenticationTokenException"/,
  ],
  ["an operation KMS does not have", () => kms("Nonsense", "{}"), 400, /"UnknownOperationException"/],
  ["an operation named like a method", () => kms("constructor", "{}"), 400, /"UnknownOperationException"/],
  ["a body that is no JSON", () => kms("ListKeys", "{"), 400, /"SerializationException"/],
  ["a body that is a list", () => kms("ListKeys", "[]"), 400, /"SerializationException"/],
  [
    "a text in place of a number",
    () => kms("ListKeys", '{"Limit":"3"}'),
    400,
    /STRING_VALUE can not be converted to an Integer/,
  ],
  [
    "a missing parameter",
    () => kms("DescribeKey", "{}"),
    400,
    /Value null at 'keyId' failed to satisfy constraint: Member must not be null/,
  ],
  [
    "another service of AWS",
    () => send({ "x-amz-target": "DynamoDB_20120810.ListTables" }, "{}"),
    400,
    /"UnknownOperationException"/,
  ],
  [
    "IAM without signature",
    () => send({}, "Action=ListUsers&Version=2010-05-08"),
    403,
    /<Code>MissingAuthenticationToken<\/Code>/,
  ],
  [
    "an action STS does not have",
    () => send({ authorization: signed("sts") }, "Action=Nonsense"),
    400,
    /<Code>InvalidAction<\/Code>/,
  ],
  [
    "a KMS request signed six minutes ago",
    () => kms("ListKeys", "{}", dated(-6)),
    400,
    /"InvalidSignatureException".*Signature expired: \w+Z is now earlier than \w+Z \(\w+Z - 5 min\.\)/,
  ],
  [
    "a KMS request of the future",
    () => kms("ListKeys", "{}", dated(6)),
    400,
    /"InvalidSignatureException".*Signature not yet current/,
  ],
  ["a KMS request signed four minutes ago", () => kms("ListKeys", "{}", dated(-4)), 200, /"Keys"/],
  [
    "an IAM request signed sixteen minutes ago",
    () => send({ authorization: signed("iam"), ...dated(-16) }, "Action=ListUsers&Version=2010-05-08"),
    403,
    /<Code>SignatureDoesNotMatch<\/Code>\s*<Message>Signature expired/,
  ],
  ["nothing at all", () => send({}, ""), 400, /<Code>MissingAction<\/Code>/],
  [
    "a stolen session key without its token",
    () => kms("ListKeys", "{}", { authorization: signed("kms", "ASIASANDBOXAPP000000") }),
    400,
    /"UnrecognizedClientException"/,
  ],
])("answers to %s in the protocol of the service", async (_, answer, status, text) => {
  const got = await answer();
  expect(got.status).toBe(status);
  expect(got.text).toMatch(text);
  expect(got.type).toBe(text.source.startsWith("<") ? "text/xml" : "application/x-amz-json-1.1");
});

test("an answer without members is empty", async () => {
  const got = await kms("EnableKey", '{"KeyId":"8901bcde-89bc-01de-23fa-8901234567bc"}');
  expect([got.status, got.text]).toEqual([200, ""]);
});

test("names that JavaScript knows are only names", async () => {
  const got = await kms(
    "TagResource",
    '{"KeyId":"8901bcde-89bc-01de-23fa-8901234567bc","__proto__":{"Tags":[]}}',
  );
  expect(got.status).toBe(200);
});

test("markup in names and values comes through XML unharmed", async () => {
  const body =
    "Action=CreateUser&Version=2010-05-08&UserName=x&Tags.member.1.Key=k&Tags.member.1.Value=%3Ca%26%22%27%0A%3E";
  const got = await send({ authorization: signed("iam") }, body);
  expect(got.text).toContain("<Value>&#60;a&#38;&#34;&#39;&#10;&#62;</Value>");
});

test("a request that is too large, or breaks off, does not stop the sandbox", async () => {
  const { url, port } = await sandboxForTest();
  await expect(fetch(url, { method: "POST", body: "x".repeat(3_000_000) })).rejects.toThrow();
  const broken = request({ port, host: "127.0.0.1", method: "POST", headers: { "content-length": "10" } });
  broken.on("error", () => undefined);
  broken.write("abc");
  broken.destroy();
  const answer = await fetch(url, { method: "POST", body: "" });
  expect(answer.status).toBe(400);
});
