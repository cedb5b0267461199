import { expect, test } from "vitest";
import type { AwsRequest } from "../../../src/adapters/aws/aws-request.ts";
import { error, get, httpOf, key, role, told } from "./failures.ts";

// What a refusal of a service is called: by its name, by who asked, and for what.

const put: AwsRequest = { operation: "kms:PutKeyPolicy", about: key };

const denial = (caller: string, rest = "") =>
  error(
    "AccessDeniedException",
    `User: ${caller} is not authorized to perform: kms:X on resource: y ${rest}`.trim(),
  );
const ana = "arn:aws:iam::111122223333:user/ana";
const bo = "arn:aws:iam::444455556666:user/bo";
const never =
  /^kms:PutKeyPolicy never works on a key of another account: use a --profile of account 111122223333$/;

test.each<[string, Error, AwsRequest, string, RegExp]>([
  [
    "who, what and why",
    denial(ana, "because no policy allows it."),
    put,
    `${ana} may not kms:PutKeyPolicy on ${key}: no policy allows it`,
    /^ask for kms:PutKeyPolicy in the key policy or in the caller's IAM policies/,
  ],
  [
    "a Deny",
    denial(ana, "with an explicit deny in a policy. x"),
    put,
    `${ana} may not kms:PutKeyPolicy on ${key}: with an explicit deny in a policy`,
    /^ask for/,
  ],
  [
    "nobody by name",
    error("AccessDenied", "no"),
    role,
    "the caller may not iam:GetRole on role/App",
    /^ask for iam:GetRole in the caller's IAM policies/,
  ],
  [
    "nothing by name",
    error("OptInRequired", "no"),
    { operation: "kms:ListKeys", about: "" },
    "the caller may not kms:ListKeys",
    /^ask for/,
  ],
  ["another account, of what never works from there", denial(bo), put, `${bo} may not`, never],
  [
    "another account, of what works from there",
    denial(bo),
    { ...get, operation: "kms:DescribeKey" },
    `${bo} may not`,
    /^ask for/,
  ],
  ["the own account, of what never works from others", denial(ana), put, `${ana} may not`, /^ask for/],
  [
    "a service, which is of no account",
    denial("events.amazonaws.com"),
    put,
    "events.amazonaws.com may not",
    /^ask for/,
  ],
  ["another account, of an id alone", denial(bo), { ...put, about: "1234abcd" }, `${bo} may not`, /^ask for/],
])("denied: %s", (_, thrown, request, says, todo) => {
  const { code, message, hint } = told(thrown, request);
  expect([code, message]).toEqual(["access-denied", expect.stringContaining(says)]);
  expect(hint).toMatch(todo);
});

test.each<[Error, AwsRequest, string, RegExp]>([
  [
    error("NotFoundException"),
    { operation: "kms:DescribeKey", about: "alias/app" },
    "key-not-found",
    /^there is no key alias\/app in the account in eu-west-1$/,
  ],
  [error("KMSInvalidStateException"), put, "invalid-state", /in a state that does not allow/],
  [error("NoSuchEntity"), role, "not-found", /^role\/App does not exist$/],
  [error("NoSuchEntityException"), role, "not-found", /does not exist/],
  [error("ChildNotFoundException"), { operation: "organizations:ListParents", about: "1" }, "not-found", /./],
  [
    error("TargetNotFoundException"),
    { operation: "organizations:ListPolicies", about: "1" },
    "not-found",
    /./,
  ],
  [error("AWSOrganizationsNotInUseException"), role, "no-organization", /in no organization/],
  [error("InvalidArnException"), { ...get, about: "x" }, "invalid-key", /KMS does not take x for a key/],
  [
    error("ValidationException", "1 error\nmore"),
    { ...get, about: "x" },
    "invalid-key",
    /does not take x for kms:GetKeyPolicy: 1 error/,
  ],
  [error("UnsupportedOperationException"), put, "unsupported-key", /does not work on/],
  [
    error("KMSInvalidStateException", "is creating"),
    put,
    "invalid-state",
    /does not allow kms:PutKeyPolicy: is creating$/,
  ],
  [error("LimitExceededException", "too many"), role, "quota", /over a quota of the account: too many$/],
  [error("LimitExceededException"), role, "quota", /AWS does not say which$/],
  [error("LimitExceededException"), put, "policy-too-large", /32768 bytes/],
  [error("UnmodifiableEntityException"), role, "service-linked", /belongs to an AWS service/],
  [
    error("MalformedPolicyDocumentException", "x"),
    { operation: "iam:PutRolePolicy", about: "role/App" },
    "malformed-policy",
    /^IAM refused the policy as malformed: x$/,
  ],
  [error("MalformedPolicyDocumentException"), put, "malformed-policy", /gave no reason$/],
  [error("InvalidArnException"), put, "invalid-arn", /it does not say which$/],
  [error("InvalidArnException", "arn:x"), put, "invalid-arn", /arn:x$/],
  [error("ThrottlingException", "", httpOf(400)), get, "throttled", /still throttles kms:GetKeyPolicy/],
  [error("KMSInternalException", "", httpOf(500)), get, "aws-internal", /\(KMSInternalException\)$/],
  [error("", "", httpOf(503)), get, "aws-internal", /\(503\)$/],
  [error("Error", "first\nsecond"), get, "aws-error", /^kms:GetKeyPolicy on arn\S+ failed: first second$/],
])("%s of %j is %s", (thrown, request, code, says) => {
  const { code: found, message } = told(thrown, request);
  expect([found, message]).toEqual([code, expect.stringMatching(says)]);
});

test.each<[name: string, request: AwsRequest, todo: string]>([
  ["UnsupportedOperationException", put, "use a customer managed key"],
  ["KMSInvalidStateException", put, "wait until the key is created or updated"],
  ["NotFoundException", { operation: "kms:DescribeKey", about: "alias/app" }, "kmspol list shows the keys"],
])("%s: what to do", (name, request, todo) => {
  expect(told(error(name), request).hint).toContain(todo);
});
