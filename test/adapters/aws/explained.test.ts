import { expect, test } from "vitest";
import { namedRequest } from "../../../src/adapters/aws/explain.ts";
import type { AwsRequest } from "../../../src/adapters/aws/aws-request.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { error, get, httpOf, key, role, told } from "./failures.ts";

// What a failure is called, and what is to be done about it: by its name, by what the answer says, by who asked for what.

test.each([
  ...["UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "IncompleteSignature"],
  ...["IncompleteSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException"],
  ...["InvalidSignatureException", "SignatureDoesNotMatch"],
])("%s: AWS does not accept the credentials", (name) => {
  expect(told(error(name), role, { profile: "prod" })).toMatchObject({
    ...{ code: "invalid-credentials", message: "AWS does not accept the credentials of profile prod" },
  });
});

test.each([
  ["SignatureDoesNotMatch", "Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z"],
  ["SignatureDoesNotMatch", "20260101T000000Z is now later than 20250101T000000Z"],
  ["InvalidSignatureException", "Signature not yet current: 20260101T010000Z"],
  ["RequestTimeTooSkewed", ""],
  ["RequestInTheFuture", ""],
])("%s (%s): the clock is off", (name, message) => {
  expect(told(error(name, message)).code).toBe("clock-skew");
});

test.each([
  ...[
    ["ExpiredToken", ""],
    ["ExpiredTokenException", ""],
    ["TokenRefreshRequired", ""],
    ["RequestExpired", ""],
  ],
  ["CredentialsProviderError", "the session has expired"],
  ["TokenProviderError", "please reauthenticate"],
  ["CredentialsProviderError", "you have to re-authenticate"],
])("%s (%s): the credentials have run out", (name, message) => {
  const { code, hint } = told(error(name, message), get, { profile: "my prod" });
  expect([code, hint]).toEqual([
    "expired-credentials",
    expect.stringContaining("aws sso login --profile 'my prod'"),
  ]);
  expect(told(error(name, message)).hint).toMatch(/aws sso login\)/);
});

const none = error("CredentialsProviderError", "Could not load credentials from any providers");
test.each<[string, AwsSettings["environment"], string]>([
  ["neither half", {}, "no AWS credentials were found"],
  [
    "the id alone",
    { AWS_ACCESS_KEY_ID: "AKIA" },
    "no AWS credentials were found: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not",
  ],
  [
    "the secret alone",
    { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "s" },
    "no AWS credentials were found: AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not",
  ],
  ["both", { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s" }, "no AWS credentials were found"],
])("no credentials, and in the environment %s", (_, environment, message) => {
  expect(told(none, get, { environment })).toMatchObject({ code: "no-credentials", message });
});

test("no credentials of a profile that was chosen: what the chain says of it, without the rest", () => {
  const { message, hint } = told(error("CredentialsProviderError", `no key in it ${"x".repeat(300)}`), get, {
    profile: "prod",
  });
  expect(message).toBe("no credentials could be had of profile prod");
  expect(hint).toMatch(
    /^look at the profile in the AWS config file \(no key in it x{147}\), or run: aws sso login --profile prod$/,
  );
});

const place = { endpoint: { url: "http://lab:1", place: "AWS_ENDPOINT_URL" } };
test.each<[string, Error, AwsRequest, string, string, string]>([
  [
    "no name",
    error("Error", "getaddrinfo ENOTFOUND kms.x", { code: "ENOTFOUND" }),
    get,
    "endpoint-unknown",
    "the endpoint kms.x",
    "check --region and",
  ],
  [
    "no name, for now",
    error("Error", "", { code: "EAI_AGAIN" }),
    { ...get, ...place },
    "endpoint-unknown",
    "the endpoint http://lab:1",
    "check AWS_ENDPOINT_URL and",
  ],
  [
    "no trust",
    error("Error", "", { code: "CERT_HAS_EXPIRED" }),
    get,
    "tls",
    "the KMS endpoint of eu-west-1 is not accepted (CERT_HAS_EXPIRED)",
    "NODE_EXTRA_CA_CERTS",
  ],
  [
    "no connection",
    error("Error", "", { code: "EHOSTUNREACH" }),
    get,
    "unreachable",
    "the KMS endpoint of eu-west-1",
    "check the network and --region",
  ],
  [
    "no connection to a place",
    error("Error", "", { code: "EHOSTUNREACH" }),
    { ...get, ...place },
    "unreachable",
    "http://lab:1",
    "check the network and AWS_ENDPOINT_URL",
  ],
  [
    "no connection in time",
    error("TimeoutError", "did not establish a connection"),
    get,
    "unreachable",
    "(no connection in time)",
    "check the network",
  ],
  ["no answer", error("TimeoutError"), get, "timeout", "does not answer", "check the network, and run"],
  [
    "no answer of a place",
    error("TimeoutError"),
    { ...get, ...place },
    "timeout",
    "does not answer",
    "check the network and AWS_ENDPOINT_URL, and run",
  ],
  [
    "a page of the web",
    error("Unknown", "", httpOf(404)),
    get,
    "bad-answer",
    "answers with HTTP 404 and no error of AWS",
    "is it AWS that answers?",
  ],
  [
    "a page of the web, of a place",
    error("UnknownError", "", httpOf(499)),
    { ...get, ...place },
    "bad-answer",
    "HTTP 499",
    "check AWS_ENDPOINT_URL and any proxy",
  ],
  [
    "a server that failed",
    error("Unknown", "", httpOf(500)),
    get,
    "aws-internal",
    "(Unknown)",
    "run the command again later",
  ],
  [
    "a connection that broke",
    error("Error", "", { code: "ECONNRESET" }),
    get,
    "bad-answer",
    "breaks the connection or answers nonsense (ECONNRESET)",
    "is it AWS",
  ],
  [
    "an answer that is none",
    error("SyntaxError"),
    get,
    "bad-answer",
    "answers kms:GetKeyPolicy with what is no answer of AWS",
    "is it AWS",
  ],
  [
    "an answer that is none, and why",
    error("NotOfAws", "Policy is no text", { $response: {} }),
    get,
    "bad-answer",
    "no answer of AWS: Policy is no text",
    "is it AWS",
  ],
  [
    "an operation that nobody knows",
    error("UnknownOperationException", "no such", httpOf(400)),
    get,
    "aws-error",
    "failed: UnknownOperationException: no such",
    "--debug",
  ],
])("%s", (_, thrown, request, code, says, todo) => {
  expect(told(thrown, request)).toEqual({
    ...{
      code,
      message: expect.stringContaining(says) as string,
      hint: expect.stringContaining(todo) as string,
    },
  });
});

test("without a Region none is named", () => {
  expect(told(error("TimeoutError"), role, { region: undefined }).message).toBe(
    "the IAM endpoint does not answer",
  );
  expect(told(error("NotFoundException"), get, { region: undefined }).message).toContain(
    "in the chosen Region",
  );
});

test("a request is named with what it is about, where it is about something", () => {
  expect(namedRequest(get)).toBe(`kms:GetKeyPolicy on ${key}`);
  expect(namedRequest({ operation: "kms:ListKeys", about: "" })).toBe("kms:ListKeys");
});

test.each([
  [undefined, "AWS does not accept the MFA code"],
  ["prod", "AWS does not accept the MFA code for profile prod"],
])("a code that AWS does not take, of profile %s", (profile, message) => {
  const refused = error(
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code.",
  );
  const { hint, ...said } = told(refused, role, profile === undefined ? {} : { profile });
  expect(said).toEqual({ code: "mfa-refused", message });
  expect(hint).toContain("wait for the device's next code");
});
