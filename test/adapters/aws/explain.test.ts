import { expect, test } from "vitest";
import { explainAwsError } from "../../../src/adapters/aws/explain.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";

const settings: AwsSettings = {
  profile: undefined,
  region: "eu-west-1",
  endpointUrl: undefined,
  environment: {},
  clock: { now: () => new Date(0), sleep: () => Promise.resolve() },
};

const error = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

const get = { operation: "kms:GetKeyPolicy", about: "1234abcd" };
const put = { operation: "kms:PutKeyPolicy", about: "1234abcd" };
const role = { operation: "iam:GetRole", about: "role/App" };

const denial =
  "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: kms:GetKeyPolicy on resource: " +
  "arn:aws:kms:eu-west-1:111122223333:key/1234abcd because no resource-based policy allows the kms:GetKeyPolicy action";

type Row = readonly [
  what: string,
  error: Error,
  request: typeof get,
  exit: number,
  code: string,
  says: RegExp,
];

const rows: readonly Row[] = [
  [
    "no credentials",
    error("CredentialsProviderError", "Could not load credentials from any providers"),
    get,
    5,
    "no-credentials",
    /AWS_PROFILE/,
  ],
  [
    "SSO ran out",
    error("CredentialsProviderError", "The SSO session associated with this profile has expired."),
    get,
    5,
    "sso-expired",
    /aws sso login/,
  ],
  [
    "SSO token gone",
    error("TokenProviderError", "Token is expired. To refresh this SSO session run 'aws sso login'"),
    get,
    5,
    "sso-expired",
    /aws sso login/,
  ],
  [
    "MFA without a terminal",
    error(
      "CredentialsProviderError",
      "Profile x requires multi-factor authentication, but no MFA code callback was provided.",
    ),
    get,
    5,
    "mfa-needed",
    /terminal/,
  ],
  [
    "a wrong MFA code",
    error("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code."),
    get,
    5,
    "mfa-refused",
    /next code/,
  ],
  [
    "a role that may not be taken",
    error(
      "AccessDenied",
      "User: arn:aws:iam::111122223333:user/a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/B",
    ),
    get,
    5,
    "access-denied",
    /trust policy/,
  ],
  [
    "expired token of KMS",
    error("ExpiredTokenException", "The security token included in the request is expired"),
    get,
    5,
    "expired-credentials",
    /fresh/,
  ],
  ["expired token of STS", error("ExpiredToken", "expired"), get, 5, "expired-credentials", /fresh/],
  [
    "wrong key",
    error("UnrecognizedClientException", "The security token included in the request is invalid."),
    get,
    5,
    "invalid-credentials",
    /opt-in/,
  ],
  [
    "wrong secret",
    error("InvalidSignatureException", "The request signature we calculated does not match"),
    get,
    5,
    "invalid-credentials",
    /secret/,
  ],
  [
    "clock skew",
    error("InvalidSignatureException", "Signature expired: 2026 is now earlier than 2027"),
    get,
    5,
    "clock-skew",
    /clock/,
  ],
  ["no Region", error("Error", "Region is missing"), get, 5, "no-region", /AWS_REGION/],
  [
    "a Region that is none",
    error("Error", 'Region not accepted: region="a/b" is not a valid hostname component.'),
    get,
    2,
    "bad-region",
    /eu-west-1/,
  ],
  [
    "no such key",
    error("NotFoundException", "Invalid keyId"),
    get,
    5,
    "key-not-found",
    /1234abcd.*eu-west-1/,
  ],
  [
    "no such role",
    error("NoSuchEntityException", "not found"),
    role,
    5,
    "not-found",
    /role\/App does not exist/,
  ],
  [
    "denied",
    error("AccessDeniedException", denial),
    get,
    5,
    "access-denied",
    /user\/ana may not kms:GetKeyPolicy on 1234abcd: no resource-based policy/,
  ],
  [
    "denied by IAM",
    error("AccessDenied", "no words"),
    role,
    5,
    "access-denied",
    /the caller may not iam:GetRole on role\/App/,
  ],
  [
    "a policy that is no JSON",
    error("MalformedPolicyDocumentException", ""),
    put,
    3,
    "malformed-policy",
    /gave no reason/,
  ],
  [
    "malformed with a reason",
    error("MalformedPolicyDocumentException", "Missing Action"),
    put,
    3,
    "malformed-policy",
    /Missing Action/,
  ],
  [
    "lockout",
    error(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    ),
    put,
    3,
    "lockout",
    /kms:PutKeyPolicy/,
  ],
  [
    "invalid principals",
    error(
      "MalformedPolicyDocumentException",
      "Policy contains a statement with one or more invalid principals.",
    ),
    put,
    3,
    "invalid-principals",
    /spelling/,
  ],
  [
    "invalid services",
    error(
      "MalformedPolicyDocumentException",
      "Policy contains a statement with one or more invalid service principals.",
    ),
    put,
    3,
    "invalid-service-principals",
    /logs\./,
  ],
  [
    "ForAllValues",
    error("MalformedPolicyDocumentException", "OverlyPermissiveCondition: Using the ForAllValues"),
    put,
    3,
    "forallvalues-rejected",
    /ForAllValues/,
  ],
  ["too large", error("LimitExceededException", "too large"), put, 3, "policy-too-large", /32768/],
  [
    "a character KMS does not take",
    error("ValidationException", "1 validation error detected"),
    put,
    3,
    "malformed-policy",
    /U\+00FF/,
  ],
  ["an ARN in the policy", error("InvalidArnException", ""), put, 3, "invalid-arn", /ARN/],
  ["a key that is none", error("InvalidArnException", "Invalid keyId"), get, 2, "invalid-key", /alias\/NAME/],
  ["an AWS managed key", error("UnsupportedOperationException", ""), put, 3, "unsupported-key", /managed/],
  [
    "a key in creation",
    error("KMSInvalidStateException", "is creating"),
    put,
    5,
    "invalid-state",
    /is creating/,
  ],
  ["throttled to the end", error("ThrottlingException", "Rate exceeded"), get, 5, "throttled", /quota/],
  ["internal to the end", error("KMSInternalException", ""), get, 5, "aws-internal", /KMSInternalException/],
  [
    "HTTP 503",
    error("Unknown", "", { $metadata: { httpStatusCode: 503 } }),
    get,
    5,
    "aws-internal",
    /GetKeyPolicy/,
  ],
  [
    "refused",
    error("Error", "connect ECONNREFUSED 127.0.0.1:9", { code: "ECONNREFUSED" }),
    get,
    5,
    "unreachable",
    /127\.0\.0\.1:9/,
  ],
  [
    "refused on every address",
    error("AggregateError", "", { errors: [{ code: "ECONNREFUSED", syscall: "connect" }] }),
    get,
    5,
    "unreachable",
    /KMS endpoint of eu-west-1/,
  ],
  [
    "no DNS",
    error("Error", "getaddrinfo ENOTFOUND kms.nowhere", { code: "ENOTFOUND" }),
    get,
    5,
    "endpoint-unknown",
    /kms\.nowhere/,
  ],
  [
    "no connection in time",
    error("TimeoutError", "the request socket did not establish a connection with the server"),
    get,
    5,
    "unreachable",
    /cannot be reached/,
  ],
  [
    "no answer",
    error("TimeoutError", "exceeded the configured 6000 ms requestTimeout", { code: "ETIMEDOUT" }),
    get,
    5,
    "timeout",
    /does not answer/,
  ],
  [
    "TLS",
    error("Error", "self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
    get,
    5,
    "tls",
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "cut",
    error("Error", "socket hang up", { code: "ECONNRESET" }),
    get,
    5,
    "bad-answer",
    /breaks the connection/,
  ],
  ["garbage", error("SyntaxError", "Unexpected token < in JSON"), get, 5, "bad-answer", /no answer of AWS/],
  [
    "a web server",
    error("Unknown", "UnknownError", { $metadata: { httpStatusCode: 404 } }),
    get,
    5,
    "bad-answer",
    /answers with HTTP 404 and no error of AWS/,
  ],
  [
    "something new",
    error("NewException", "what is this\nmore"),
    get,
    5,
    "aws-error",
    /NewException: what is this more$/m,
  ],
];

test.each(rows)("%s", (_what, thrown, request, exit, code, says) => {
  const explained = explainAwsError(thrown, request, settings);
  expect({ exit: explained.exit, code: explained.code }).toEqual({ exit, code });
  expect(`${explained.message}\n${explained.hint ?? ""}`).toMatch(says);
  expect(explained.message).not.toContain("\n");
});

test("a chosen profile is named with what mends it", () => {
  const thrown = error(
    "CredentialsProviderError",
    "The SSO session associated with this profile has expired.",
  );
  expect(explainAwsError(thrown, get, { ...settings, profile: "prod" }).hint).toContain(
    "aws sso login --profile prod",
  );
});

test("an error that is none is still one sentence", () => {
  expect(explainAwsError("oops", get, settings)).toMatchObject({ exit: 5, code: "aws-error" });
  expect(explainAwsError(undefined, get, settings)).toMatchObject({ exit: 5, code: "aws-error" });
});

test("the canonical request in an answer of STS, which holds the session token, is not repeated", () => {
  const thrown = error(
    "SignatureDoesNotMatch",
    "The Canonical String should have been x-amz-security-token:CANARY",
  );
  const { message, hint } = explainAwsError(thrown, get, settings);
  expect(`${message}${hint ?? ""}`).not.toContain("CANARY");
});
