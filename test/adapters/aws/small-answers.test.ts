import { expect, test } from "vitest";
import { describedKey } from "../../../src/adapters/aws/described-key.ts";
import { readAccount } from "../../../src/adapters/aws/iam-account.ts";
import type { IamCall } from "../../../src/adapters/aws/iam-client.ts";
import { decodedDocument } from "../../../src/adapters/aws/iam-inline.ts";
import type { KmsCall } from "../../../src/adapters/aws/kms-client.ts";
import { lastUse } from "../../../src/adapters/aws/kms-last-used.ts";
import { listGrants, revokeGrant } from "../../../src/adapters/aws/kms-lists.ts";
import { readSdkError } from "../../../src/adapters/aws/sdk-error.ts";
import { chosenProfile, chosenRegion, type AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { toTrailEvent } from "../../../src/adapters/aws/trail-event.ts";
import { AwsError } from "../../../src/errors.ts";

// What single answers of AWS come to, and what the environment says.

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

/** A service that answers each operation from a table, and counts what it was asked. */
const answering = (answers: Readonly<Record<string, unknown>>) => {
  const asked: string[] = [];
  const call = <Output>(operation: string, about: string): Promise<Output> => {
    asked.push(`${operation} ${about}`.trim());
    const answer = answers[operation];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve((answer ?? {}) as Output);
  };
  return { call: call as KmsCall & IamCall, asked };
};

const event = (keyId: string, more: object = {}, named: readonly string[] = []) => ({
  ...{ EventId: "1", EventTime: new Date(0), Username: "ana" },
  Resources: named.map((ResourceName) => ({ ResourceName })),
  CloudTrailEvent: JSON.stringify({ requestParameters: { keyId, policy: "{}" }, ...more }),
});

test.each([
  ["by its ARN", event(arn), true],
  ["by its id", event(id), true],
  ["by its resource", event("alias/app", {}, [arn]), true],
  ["another key", event(arn.replace("1234", "9999")), false],
  ["its id in another letter", event(id.replace("1234", "1235")), false],
])("an event names the key %s: %j", (_, found, isIts) => {
  expect(toTrailEvent(found, arn) !== undefined).toBe(isIts);
});

test("an event tells who, and whether it failed", () => {
  const told = { userIdentity: { arn: "arn:aws:iam::111122223333:user/ana" } };
  expect(toTrailEvent(event(arn, told), arn)).toMatchObject({ by: told.userIdentity.arn, failed: false });
  expect(toTrailEvent(event(arn, { errorCode: "AccessDenied" }), arn)).toMatchObject({
    ...{ by: "ana", failed: true, policy: "{}" },
  });
});

test.each([
  ["neither", {}, undefined],
  ["AWS_REGION first", { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-east-1" }, "eu-west-1"],
  ["then AWS_DEFAULT_REGION", { AWS_REGION: "", AWS_DEFAULT_REGION: "us-east-1" }, "us-east-1"],
  ["empty is unset", { AWS_REGION: "", AWS_DEFAULT_REGION: "" }, undefined],
])("the Region of the environment: %s", (_, environment, region) => {
  const settings = { environment, region: "", profile: "" } as unknown as AwsSettings;
  expect(chosenRegion(settings)).toBe(region);
  expect(chosenRegion({ ...settings, region: "ap-south-1" })).toBe("ap-south-1");
  expect(chosenProfile({ ...settings, environment: { AWS_PROFILE: "" } })).toBeUndefined();
});

test("the related keys of one of several Regions are all but itself, the primary among them", () => {
  const [primary, replica] = ["us-east-1", "eu-central-1"].map((of) => arn.replace("eu-west-1", of));
  const key = describedKey(
    {
      KeyId: id,
      MultiRegionConfiguration: {
        ...{ MultiRegionKeyType: "REPLICA", PrimaryKey: { Arn: primary, Region: "us-east-1" } },
        ReplicaKeys: [{ Arn: replica }, { Arn: arn }],
      },
      CreationDate: new Date("2026-01-02T03:04:05Z"),
      DeletionDate: new Date(Number.NaN),
    },
    arn,
    [],
  );
  expect(key.facts.relatedArns).toEqual([primary, replica]);
  expect(key).toMatchObject({ created: "2026-01-02T03:04:05.000Z" });
  expect(key).not.toHaveProperty("deletion");
});

test("last uses are asked for no faster than five a second", async () => {
  let now = 1000;
  const slept: number[] = [];
  const clock = {
    now: () => new Date(now),
    sleep: (pause: number) => {
      slept.push(pause);
      now += pause;
      return Promise.resolve();
    },
  };
  const { call } = answering({ GetKeyLastUsage: { TrackingStartDate: new Date(0) } });
  const ask = lastUse(call, clock);
  expect(await ask(arn)).toEqual({ trackedSince: "1970-01-01T00:00:00.000Z" });
  await ask(arn);
  now += 1000;
  await ask(arn);
  expect(slept).toHaveLength(1);
  expect(slept[0]).toBeGreaterThanOrEqual(200);
});

test("a grant of a service, and one that a service may end", async () => {
  const { call } = answering({
    ListGrants: {
      Grants: [
        { GrantId: "1", GranteeServicePrincipal: "a.amazonaws.com", Operations: ["Decrypt"], Name: "" },
        { GrantId: "2", GranteePrincipal: "x", RetiringServicePrincipal: "b.amazonaws.com", Operations: [] },
      ],
    },
  });
  expect(await listGrants(call, arn)).toEqual([
    { id: "1", grantee: "a.amazonaws.com", operations: ["Decrypt"] },
    { id: "2", grantee: "x", retiring: "b.amazonaws.com", operations: [] },
  ]);
});

test("a grant that is gone when it is to end is no failure, any other refusal is one", async () => {
  const gone = answering({ RevokeGrant: new AwsError("key-not-found", "no grant") });
  expect(await revokeGrant(gone.call, arn, "1")).toBe("gone");
  const denied = answering({ RevokeGrant: new AwsError("access-denied", "no") });
  await expect(revokeGrant(denied.call, arn, "1")).rejects.toMatchObject({ code: "access-denied" });
});

test.each([
  ["%7B%22a%22%3A1%7D", '{"a":1}'],
  ['{"a":"100%"}', '{"a":"100%"}'],
  ['\n {"a":"%7B"}', '\n {"a":"%7B"}'],
  ["100%", "100%"],
])("the document %j is %j", (sent, document) => {
  expect(decodedDocument(sent)).toBe(document);
});

const lists = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };

test("policies that somebody refers to and the answer lacks are looked up: of groups and boundaries, too", async () => {
  const { call, asked } = answering({
    GetAccountAuthorizationDetails: {
      ...lists,
      GroupDetailList: [
        { AttachedManagedPolicies: [{ PolicyArn: "arn:of-group" }, { PolicyArn: "arn:known" }] },
      ],
      RoleDetailList: [
        {
          PermissionsBoundary: { PermissionsBoundaryArn: "arn:ceiling" },
          AssumeRolePolicyDocument: "%7B%22trust%22%3A1%7D",
        },
      ],
      Policies: [{ Arn: "arn:known" }],
    },
    GetPolicy: new AwsError("access-denied", "no"),
  });
  const { details, notRead } = await readAccount(call, () => undefined);
  expect(asked.slice(1)).toEqual(["GetPolicy arn:of-group", "GetPolicy arn:ceiling"]);
  expect(notRead.map(({ what }) => what)).toEqual(["the policy arn:of-group", "the policy arn:ceiling"]);
  expect(details.RoleDetailList).toMatchObject([{ AssumeRolePolicyDocument: '{"trust":1}' }]);
});

test("a list that one page lacks is empty there; one that every page lacks was never told", async () => {
  const pages = [{ ...lists, IsTruncated: true, Marker: "a" }, { UserDetailList: [{ UserName: "ana" }] }];
  const call = (<Output>() => Promise.resolve(pages.shift() as Output)) as unknown as IamCall;
  const { details } = await readAccount(call, () => undefined);
  expect(details.UserDetailList).toEqual([{ UserName: "ana" }]);
  const { call: lacking } = answering({
    GetAccountAuthorizationDetails: { ...lists, RoleDetailList: undefined },
  });
  await expect(readAccount(lacking, () => undefined)).rejects.toMatchObject({ code: "bad-answer" });
});

test("a host of several addresses tells by the first why it cannot be reached", () => {
  const all = {
    name: "AggregateError",
    errors: [{ code: "ECONNREFUSED", syscall: "connect" }, { code: "X" }],
  };
  expect(readSdkError(all)).toMatchObject({ code: "ECONNREFUSED", syscall: "connect", unreadable: false });
});

test.each([
  ["read, and a refusal", { $response: {}, $fault: "client" }, false],
  ["not to be read", { $response: {} }, true],
  ["none", {}, false],
])("an answer that is %s", (_, error, unreadable) => {
  expect(readSdkError(error).unreadable).toBe(unreadable);
});
