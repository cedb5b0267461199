import { expect, test } from "vitest";
import { trailReader } from "../../src/use/read-trail.ts";
import { keyArn, record, session, sought } from "./records.ts";

const read = (records: readonly unknown[], more: Partial<Parameters<typeof trailReader>[0]> = {}) => {
  const reader = trailReader({ key: sought, ...more });
  const text = reader.text();
  text.push(records.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n"));
  text.end();
  return { ...reader.told(), text: text.read() };
};

const told = (records: readonly unknown[], more = {}) =>
  read(records, more).usedBy.map(
    ({ principal, operations }) =>
      `${principal}: ${operations
        .map(({ operation, count, refused, failed }) =>
          [
            operation,
            count,
            ...(refused ? [`refused ${refused.count}`] : []),
            ...(failed ? [`failed ${failed.count}`] : []),
          ].join(" "),
        )
        .join(", ")}`,
  );

const app = "arn:aws:iam::111122223333:role/App";

// Who it was (AWS CloudTrail User Guide, "CloudTrail userIdentity element"): [case, userIdentity, principal word]
test.each<readonly [string, Readonly<Record<string, unknown>> | undefined, string | undefined]>([
  ["a session counts as its role", session("App"), app],
  ["a role with a path", session("ci/deploy/App"), "arn:aws:iam::111122223333:role/ci/deploy/App"],
  [
    "a session without its issuer: the role by its name",
    { type: "AssumedRole", arn: "arn:aws:sts::111122223333:assumed-role/App/x", accountId: "111122223333" },
    app,
  ],
  [
    "a role of AWS's own name",
    session("aws:ec2-infrastructure"),
    "arn:aws:iam::111122223333:role/aws:ec2-infrastructure",
  ],
  [
    "a permission set of Identity Center",
    session("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef"),
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef",
  ],
  [
    "a user",
    {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: "arn:aws:iam::111122223333:user/ops/ann",
      accountId: "111122223333",
      userName: "ann",
    },
    "arn:aws:iam::111122223333:user/ops/ann",
  ],
  [
    "the root user",
    {
      type: "Root",
      principalId: "111122223333",
      arn: "arn:aws:iam::111122223333:root",
      accountId: "111122223333",
    },
    "root-user:111122223333",
  ],
  [
    "a federated user",
    {
      type: "FederatedUser",
      principalId: "111122223333:bob",
      arn: "arn:aws:sts::111122223333:federated-user/bob",
      accountId: "111122223333",
    },
    "arn:aws:sts::111122223333:federated-user/bob",
  ],
  [
    "an AWS service",
    { type: "AWSService", invokedBy: "dynamodb.amazonaws.com" },
    "service:dynamodb.amazonaws.com",
  ],
  [
    "a caller of another account",
    { type: "AWSAccount", principalId: "AROAEXAMPLE:x", accountId: "444455556666" },
    "account:444455556666",
  ],
  ["a service that does not say which", { type: "AWSService" }, undefined],
  ["a type that is not known", { type: "IdentityCenterUser", accountId: "111122223333" }, undefined],
  ["none at all", undefined, undefined],
  ["a session whose ARN is none", { type: "AssumedRole", arn: "x" }, undefined],
  ["a type in the place of which something else stands", { type: 7, arn: [] }, undefined],
])("%s", (_case, userIdentity, word) => {
  const { usedBy, unknownCallers, keyEvents } = read([record({ userIdentity })]);
  expect(usedBy.map(({ principal }) => principal)).toEqual(word === undefined ? [] : [word]);
  expect([unknownCallers.length, keyEvents]).toEqual([word === undefined ? 1 : 0, 1]);
});

const bare = { resources: undefined };
const other = keyArn.replace("1234abcd-", "9999abcd-");

// Whether it is about the key: [case, record, counts]
test.each<readonly [string, Record<string, unknown>, boolean]>([
  ["its ARN among the resources", record(), true],
  ["Athena's small letters", record({ resources: [{ arn: keyArn }] }), true],
  ["another key among the resources", record({ resources: [{ ARN: other }] }), false],
  [
    "another key among the resources, ours in the parameters",
    record({ resources: [{ ARN: other }], requestParameters: { keyId: sought.id } }),
    false,
  ],
  ["no resource, the id as parameter", record({ ...bare, requestParameters: { keyId: sought.id } }), true],
  ["no resource, the ARN as parameter", record({ ...bare, requestParameters: { keyId: keyArn } }), true],
  ["no resource, the alias", record({ ...bare, requestParameters: { keyId: "alias/app" } }), true],
  [
    "no resource, the alias in another Region",
    record({ ...bare, awsRegion: "us-east-1", requestParameters: { keyId: "alias/app" } }),
    false,
  ],
  [
    "no resource, the alias in another account",
    record({ ...bare, recipientAccountId: "444455556666", requestParameters: { keyId: "alias/app" } }),
    false,
  ],
  [
    "no resource, the alias by its ARN, from another account",
    record({
      ...bare,
      recipientAccountId: "444455556666",
      requestParameters: { keyId: "arn:aws:kms:eu-west-1:111122223333:alias/app" },
    }),
    true,
  ],
  [
    "a related key of the same id in another Region",
    record({ awsRegion: "us-east-1", resources: [{ ARN: keyArn.replace("eu-west-1", "us-east-1") }] }),
    false,
  ],
  [
    "the key named in an encryption context alone",
    record({ ...bare, requestParameters: { encryptionContext: { key: sought.id } } }),
    false,
  ],
  ["another service", record({ eventSource: "s3.amazonaws.com" }), false],
  ["what KMS does by itself", record({ eventType: "AwsServiceEvent", eventName: "RotateKey" }), false],
])("%s", (_case, one, counts) => {
  expect(read([one]).keyEvents).toBe(counts ? 1 : 0);
});

// What was done: [case, record, in words]
test.each<readonly [string, Record<string, unknown>, string]>([
  ["a use", record(), `${app}: kms:Decrypt 1`],
  ["a denial is no use", record({ errorCode: "AccessDenied" }), `${app}: kms:Decrypt 0 refused 1`],
  [
    "so it is under its other name",
    record({ errorCode: "AccessDeniedException" }),
    `${app}: kms:Decrypt 0 refused 1`,
  ],
  [
    "a failure is no use",
    record({ errorCode: "InvalidCiphertextException" }),
    `${app}: kms:Decrypt 0 failed 1`,
  ],
  [
    "a trial is no use, and no failure",
    record({ errorCode: "DryRunOperationException" }),
    `${app}: kms:Decrypt 0`,
  ],
  ["Athena's empty error is none", record({ errorCode: "" }), `${app}: kms:Decrypt 1`],
  [
    "ReEncrypt from the key",
    record({ eventName: "ReEncrypt", requestParameters: { sourceKeyId: keyArn, destinationKeyId: other } }),
    `${app}: kms:ReEncryptFrom 1`,
  ],
  [
    "ReEncrypt to the key",
    record({
      eventName: "ReEncrypt",
      requestParameters: { destinationKeyId: "alias/app", sourceKeyId: other },
    }),
    `${app}: kms:ReEncryptTo 1`,
  ],
  [
    "ReEncrypt, not told which way",
    record({ eventName: "ReEncrypt" }),
    `${app}: kms:ReEncryptFrom 1, kms:ReEncryptTo 1`,
  ],
])("%s", (_case, one, words) => {
  expect(told([one])).toEqual([words]);
});

// The same record in every form in which it comes.
const whole = record();
const stringsInside = Object.fromEntries(
  Object.entries(whole).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  ]),
);
test.each<readonly [string, unknown]>([
  ["a log file", { Records: [whole] }],
  ["an event of EventBridge", { version: "0", source: "aws.kms", detail: whole }],
  ["an answer of LookupEvents", { Events: [{ EventId: "x", CloudTrailEvent: JSON.stringify(whole) }] }],
  ["a row of Athena", stringsInside],
  ["a row of CloudTrail Lake", { ...whole, eventTime: "2026-11-20 10:00:00.000" }],
  ["a record with blanks", JSON.stringify(whole, undefined, 2)],
])("%s", (_case, one) => {
  const { usedBy, events, kmsEvents, keyEvents, from } = read([one]);
  expect([events, kmsEvents, keyEvents, from]).toEqual([1, 1, 1, "2026-11-20T10:00:00Z"]);
  expect(usedBy).toEqual([
    {
      principal: app,
      ids: ["AROAEXAMPLEAPP"],
      operations: [{ operation: "kms:Decrypt", count: 1, last: "2026-11-20T10:00:00Z" }],
    },
  ]);
});

test("how often, when last, through which service", () => {
  const via = { ...session("App"), invokedBy: "s3.amazonaws.com" };
  const { usedBy } = read([
    record({ eventTime: "2026-11-22T10:00:00Z", userIdentity: via }),
    record({ eventTime: "2026-11-25T10:00:00Z", userIdentity: session("App", "i-2") }),
    record({ eventTime: "2026-11-21T10:00:00Z" }),
  ]);
  expect(usedBy[0]?.operations).toEqual([
    { operation: "kms:Decrypt", count: 3, last: "2026-11-25T10:00:00Z", via: ["s3.amazonaws.com"] },
  ]);
});

test("an event that two trails logged counts once", () => {
  const one = record();
  expect(
    told([one, one, record({ eventID: undefined }), record({ eventID: "odd" }), record({ eventID: "odd" })]),
  ).toEqual([`${app}: kms:Decrypt 3`]);
});

test("a session that the policy names is told by itself", () => {
  const apart = new Set(["arn:aws:sts::111122223333:assumed-role/App/i-2"]);
  expect(told([record(), record({ userIdentity: session("App", "i-2") })], { apart }).sort()).toEqual([
    `${app}: kms:Decrypt 1`,
    "arn:aws:sts::111122223333:assumed-role/App/i-2: kms:Decrypt 1",
  ]);
});

test("what is older than asked does not count, and the reach is that of the key's account and Region", () => {
  const { usedBy, from, to, days } = read(
    [
      record({ eventTime: "2026-10-01T00:00:00Z" }),
      record({ eventTime: "2026-11-19T00:00:00Z", eventSource: "s3.amazonaws.com" }),
      record({ eventTime: "2026-11-21T00:00:00Z" }),
      record({ eventTime: "2026-11-28T00:00:00Z", awsRegion: "us-east-1", resources: [] }),
    ],
    { since: "2026-11-01T00:00:00Z" },
  );
  expect([usedBy[0]?.operations[0]?.count, from, to, days.size]).toEqual([
    1,
    "2026-11-19T00:00:00Z",
    "2026-11-21T00:00:00Z",
    2,
  ]);
});

test("what is no record of CloudTrail is counted as such", () => {
  const { text } = read([
    record(),
    { some: "thing" },
    '{"eventSource":"kms.amazonaws.com","eventTi',
    `{"${sought.id}":1,`,
  ]);
  expect([text.records, text.foreign, [...text.broken]]).toEqual([1, 1, [["no-json", 2]]]);
});

test("an event of KMS whose time is none may be a use: it is told as one that cannot be read", () => {
  const { text } = read([
    record(),
    { ...record(), eventTime: "not a time" },
    { eventSource: "aws:sqs", body: "x" },
  ]);
  expect([text.records, text.foreign, [...text.broken]]).toEqual([1, 1, [["no-json", 1]]]);
});

test("names of JavaScript's own in a record are nothing to it", () => {
  const odd = JSON.stringify(record()).replace("{", '{"__proto__":{"eventName":"x"},"constructor":1,');
  expect(told([odd])).toEqual([`${app}: kms:Decrypt 1`]);
});
