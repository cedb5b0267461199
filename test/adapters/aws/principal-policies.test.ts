import { expect, test } from "vitest";
import type { IamCall } from "../../../src/adapters/aws/iam-client.ts";
import { lookUp } from "../../../src/adapters/aws/iam-client.ts";
import { policiesOf } from "../../../src/adapters/aws/iam-policies.ts";
import { readPrincipal } from "../../../src/adapters/aws/iam-principal.ts";
import { getInline } from "../../../src/adapters/aws/iam-inline.ts";
import { AwsError } from "../../../src/errors.ts";

// What binds a user or a role: its own policies, those that are attached, its groups' and its ceiling, each read once.

const arn = (what: string) => `arn:aws:iam::111122223333:${what}`;
const policies: Readonly<Record<string, string>> = {
  [arn("policy/team/Attached")]: '{"of":"attached"}',
  [arn("policy/OfGroup")]: '{"of":"group"}',
  [arn("policy/Ceiling")]: '{"of":"ceiling"}',
};

const usual: Readonly<Record<string, (about: string) => unknown>> = {
  GetUser: () => ({
    User: {
      ...{ UserName: "ana", Arn: arn("user/people/ana"), Path: "/people/", CreateDate: new Date(0) },
      PermissionsBoundary: { PermissionsBoundaryArn: arn("policy/Ceiling") },
    },
  }),
  GetRole: () => ({ Role: { RoleName: "App", Arn: arn("role/App"), AssumeRolePolicyDocument: "%7B%7D" } }),
  ListGroupsForUser: () => ({ Groups: [{ GroupName: "devs" }] }),
  ListUserPolicies: () => ({ PolicyNames: ["own", "gone"] }),
  ListRolePolicies: () => ({ PolicyNames: ["own"] }),
  ListGroupPolicies: () => ({ PolicyNames: ["ours"] }),
  GetUserPolicy: () => ({ PolicyDocument: encodeURIComponent('{"of":"user"}') }),
  GetRolePolicy: () => ({ PolicyDocument: encodeURIComponent('{"of":"role"}') }),
  GetGroupPolicy: () => ({ PolicyDocument: encodeURIComponent('{"of":"group itself"}') }),
  ListAttachedUserPolicies: () => ({ AttachedPolicies: [{ PolicyArn: arn("policy/team/Attached") }] }),
  ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }),
  ListAttachedGroupPolicies: () => ({
    AttachedPolicies: [{ PolicyArn: arn("policy/OfGroup") }, { PolicyArn: arn("policy/team/Attached") }],
  }),
  GetPolicy: () => ({ Policy: { DefaultVersionId: "v3" } }),
  GetPolicyVersion: (about) => ({ PolicyVersion: { Document: encodeURIComponent(policies[about] ?? "") } }),
};

const iam = (more: Readonly<Record<string, (about: string) => unknown>> = {}) => {
  const asked: string[] = [];
  const call: IamCall = async <Output>(operation: string, about: string) => {
    asked.push(`${operation} ${about}`);
    return Promise.resolve({ ...usual, ...more }[operation]?.(about) as Output);
  };
  return { call, asked };
};

const fails = (code: string) => (): never => {
  throw new AwsError(code, code);
};

test("all that bears on a user: its own, what is attached, and its groups'", async () => {
  const documents = await policiesOf(iam().call, "user", "ana");
  expect([...documents].sort()).toEqual(
    ['{"of":"attached"}', '{"of":"attached"}', '{"of":"group itself"}', '{"of":"group"}'].concat(
      ...['{"of":"user"}', '{"of":"user"}'],
    ),
  );
});

test("a role is in no group, and nobody asks for that", async () => {
  const { call, asked } = iam();
  expect(await policiesOf(call, "role", "App")).toEqual(['{"of":"role"}']);
  expect(asked.join()).not.toContain("Group");
});

test("a user with all that binds it, in the shape of a whole account", async () => {
  const details = await readPrincipal(iam().call, "user", "ana");
  expect(details.RoleDetailList).toEqual([]);
  expect(details.UserDetailList).toMatchObject([
    {
      ...{ UserName: "ana", CreateDate: undefined, GroupList: ["devs"] },
      UserPolicyList: [
        { PolicyName: "own", PolicyDocument: '{"of":"user"}' },
        { PolicyName: "gone", PolicyDocument: '{"of":"user"}' },
      ],
      AttachedManagedPolicies: [{ PolicyName: "Attached", PolicyArn: arn("policy/team/Attached") }],
    },
  ]);
  expect(details.GroupDetailList).toMatchObject([
    {
      ...{ GroupName: "devs", Arn: arn("group/devs") },
      GroupPolicyList: [{ PolicyName: "ours", PolicyDocument: '{"of":"group itself"}' }],
      AttachedManagedPolicies: [{ PolicyName: "OfGroup" }, { PolicyName: "Attached" }],
    },
  ]);
  const known = details.Policies.map((policy) => (policy as { Arn: string }).Arn);
  expect(known.sort()).toEqual([arn("policy/Ceiling"), arn("policy/OfGroup"), arn("policy/team/Attached")]);
  expect(details.Policies).toContainEqual({
    ...{ PolicyName: "Ceiling", Arn: arn("policy/Ceiling"), DefaultVersionId: "v1" },
    PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: '{"of":"ceiling"}' }],
  });
});

test("a role with all that binds it: no groups, and no ceiling where it has none", async () => {
  const { call, asked } = iam();
  const details = await readPrincipal(call, "role", "App");
  expect(details).toMatchObject({ UserDetailList: [], GroupDetailList: [], Policies: [] });
  expect(details.RoleDetailList).toMatchObject([
    { RoleName: "App", RolePolicyList: [{ PolicyName: "own", PolicyDocument: '{"of":"role"}' }] },
  ]);
  expect(details.RoleDetailList[0]).not.toHaveProperty("GroupList");
  expect(asked.some((one) => one.startsWith("GetPolicy"))).toBe(false);
});

test("an inline policy that went meanwhile is none; one that may not be read is no absence", async () => {
  const gone = iam({ GetRolePolicy: fails("not-found") });
  expect(await getInline(gone.call, "role", "App", "own")).toBeUndefined();
  expect(await policiesOf(gone.call, "role", "App")).toEqual([]);
  const denied = iam({ GetRolePolicy: fails("access-denied") });
  await expect(policiesOf(denied.call, "role", "App")).rejects.toMatchObject({ code: "access-denied" });
});

test.each([
  ["GetUser", {}, /without the user/],
  ["ListGroupsForUser", { Groups: [{}] }, /without the name of a group/],
  ["GetPolicy", { Policy: {} }, /without the version that counts/],
  ["GetPolicyVersion", { PolicyVersion: {} }, /without the policy/],
  ["ListAttachedUserPolicies", { AttachedPolicies: [{}] }, /without the ARN of a policy/],
])("%s that answers %j is no answer", async (operation, answer, says) => {
  await expect(readPrincipal(iam({ [operation]: () => answer }).call, "user", "ana")).rejects.toThrow(says);
});

test("found, not there, and not known are three things; what is no failure of AWS is thrown", async () => {
  expect(await lookUp(() => Promise.resolve(1))).toEqual({ found: 1 });
  const with_ = (code: string) => lookUp(() => Promise.reject(new AwsError(code, "words")));
  expect(await with_("not-found")).toEqual({ missing: true });
  for (const code of ["access-denied", "throttled", "timeout", "unreachable", "key-not-found"])
    expect(await with_(code)).toEqual({ unknown: "words" });
  await expect(lookUp(() => Promise.reject(new TypeError("ours")))).rejects.toThrow("ours");
});
