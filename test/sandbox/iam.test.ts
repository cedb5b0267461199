import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListRolesCommand,
  ListUsersCommand,
  paginateListRoles,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const trust = (principal: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });
const ownRoot = { AWS: "arn:aws:iam::111122223333:root" };
const useKey = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const identityPolicy = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...useKey, ...statement }] });

test("starts with users, roles and groups of every kind", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  const users = (await iam.send(new ListUsersCommand({}))).Users!.map(({ Arn }) => Arn);
  expect(users).toContain("arn:aws:iam::111122223333:user/team/contractors/dave");
  const roles = (await iam.send(new ListRolesCommand({}))).Roles!.map(({ Path }) => Path);
  expect(roles).toContain("/aws-reserved/sso.amazonaws.com/eu-west-1/");
  expect(roles).toContain("/aws-service-role/autoscaling.amazonaws.com/");
  const groups = (await iam.send(new ListGroupsCommand({ PathPrefix: "/audit/" }))).Groups!;
  expect(groups.map(({ GroupName }) => GroupName)).toEqual(["auditors"]);
});

test("pages by Marker and MaxItems", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  const names: string[] = [];
  for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
    expect(page.Roles!.length).toBeLessThanOrEqual(2);
    names.push(...page.Roles!.map(({ RoleName }) => RoleName!));
  }
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(7);
});

test("members of a group come in pages; a user knows its groups", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  const first = await iam.send(new GetGroupCommand({ GroupName: "finance", MaxItems: 1 }));
  const next = await iam.send(new GetGroupCommand({ GroupName: "finance", Marker: first.Marker }));
  expect([...first.Users!, ...next.Users!].map(({ UserName }) => UserName)).toEqual(["alice", "bob"]);
  await iam.send(new AddUserToGroupCommand({ GroupName: "auditors", UserName: "alice" }));
  await iam.send(new RemoveUserFromGroupCommand({ GroupName: "finance", UserName: "alice" }));
  const groups = await iam.send(new ListGroupsForUserCommand({ UserName: "alice" }));
  expect(groups.Groups!.map(({ GroupName }) => GroupName)).toEqual(["auditors"]);
});

test("inline policies are put, replaced, read URL-encoded, listed and removed", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  const name = { GroupName: "finance", PolicyName: "UseKey" };
  const document = identityPolicy({
    Sid: "Use",
    Condition: { StringLike: { "kms:RequestAlias": "alias/*" } },
  });
  await iam.send(new PutGroupPolicyCommand({ ...name, PolicyDocument: identityPolicy({}) }));
  await iam.send(new PutGroupPolicyCommand({ ...name, PolicyDocument: document }));
  const { PolicyDocument } = await iam.send(new GetGroupPolicyCommand(name));
  expect(PolicyDocument).not.toContain("*");
  expect(decodeURIComponent(PolicyDocument!)).toBe(document);
  const list = async () =>
    (await iam.send(new ListGroupPoliciesCommand({ GroupName: "finance" }))).PolicyNames;
  expect(await list()).toEqual(["UseKey"]);
  await iam.send(new DeleteGroupPolicyCommand(name));
  expect(await list()).toEqual([]);
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "App" }));
  expect(attached.AttachedPolicies).toEqual([]);
});

test("a role is created with its path, trust and tags, and is gone when deleted", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  const RoleName = "New.Role";
  const created = await iam.send(
    new CreateRoleCommand({
      ...{ RoleName, Path: "/a/b/", AssumeRolePolicyDocument: trust(ownRoot) },
      Tags: [{ Key: "team", Value: "x & <y>" }],
    }),
  );
  expect(created.Role!.Arn).toBe("arn:aws:iam::111122223333:role/a/b/New.Role");
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(trust(ownRoot));
  expect(Role!.Tags).toEqual([{ Key: "team", Value: "x & <y>" }]);
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName })))).toBe(
    "NoSuchEntityException: The role with name New.Role cannot be found.",
  );
});

test("a new access key works at once, and needs to go before its user", async () => {
  const sandbox = await sandboxForTest();
  const { iam } = clientsOf(sandbox);
  await iam.send(new CreateUserCommand({ UserName: "zoe" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "zoe" }));
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  const sts = new STSClient({ endpoint: sandbox.url, region: "eu-west-1", credentials });
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe("arn:aws:iam::111122223333:user/zoe");
  expect(await refusalOf(iam.send(new DeleteUserCommand({ UserName: "zoe" })))).toMatch(
    /^DeleteConflictException: .*access keys first/,
  );
});

test("GetUser without a name is the caller", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  expect((await iam.send(new GetUserCommand({}))).User!.UserName).toBe("admin");
});

const put = (RoleName: string, PolicyDocument: string) => (iam: IAMClient) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "P", PolicyDocument }));
const malformed = "MalformedPolicyDocumentException: ";

test.each<[what: string, call: (iam: IAMClient) => Promise<unknown>, refusal: string]>([
  [
    "a user that exists, in another case",
    (iam) => iam.send(new CreateUserCommand({ UserName: "Alice" })),
    "EntityAlreadyExistsException: User with name Alice already exists.",
  ],
  [
    "a group that is not there",
    (iam) => iam.send(new GetGroupCommand({ GroupName: "no" })),
    "NoSuchEntityException: The group with name no cannot be found.",
  ],
  [
    "an inline policy that is not there",
    (iam) => iam.send(new GetRolePolicyCommand({ RoleName: "App", PolicyName: "no" })),
    "NoSuchEntityException: The role policy with name no cannot be found.",
  ],
  [
    "the deletion of a group with users",
    (iam) => iam.send(new DeleteGroupCommand({ GroupName: "finance" })),
    "DeleteConflictException: Cannot delete entity, must remove users from group first.",
  ],
  [
    "the deletion of a role with policies",
    (iam) => iam.send(new DeleteRoleCommand({ RoleName: "App" })),
    "DeleteConflictException: Cannot delete entity, must delete policies first.",
  ],
  [
    "a change of a service-linked role",
    put("AWSServiceRoleForAutoScaling", identityPolicy({})),
    "UnmodifiableEntityException: Cannot perform the operation on the protected role 'AWSServiceRoleForAutoScaling' - this role is only modifiable by AWS",
  ],
  ["a policy that is no JSON", put("App", "{"), `${malformed}Syntax errors in policy.`],
  [
    "a policy with a principal",
    put("App", identityPolicy({ Principal: "*" })),
    `${malformed}Policy document should not specify a principal.`,
  ],
  [
    "a Sid with spaces",
    put("App", identityPolicy({ Sid: "Use the key" })),
    `${malformed}Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*`,
  ],
  [
    "policies that are too long together",
    (iam) =>
      iam.send(
        new PutUserPolicyCommand({
          ...{ UserName: "alice", PolicyName: "Long" },
          PolicyDocument: identityPolicy({ Resource: `arn:aws:kms:*:*:key/${"x".repeat(2000)}` }),
        }),
      ),
    "LimitExceededException: Maximum policy size of 2048 bytes exceeded for user alice",
  ],
  [
    "a role that trusts nobody known",
    (iam) =>
      iam.send(
        new CreateRoleCommand({
          RoleName: "R",
          AssumeRolePolicyDocument: trust({ AWS: "arn:aws:iam::111122223333:user/nobody" }),
        }),
      ),
    `${malformed}Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/nobody"`,
  ],
])("refuses %s", async (_, call, refusal) => {
  const { iam } = clientsOf(await sandboxForTest());
  expect(await refusalOf(call(iam))).toBe(refusal);
});

test("a bad name is a ValidationError", async () => {
  const { iam } = clientsOf(await sandboxForTest());
  expect(await refusalOf(iam.send(new CreateGroupCommand({ GroupName: "a b" })))).toMatch(
    /^ValidationError: 1 validation error detected: Value 'a b' at 'groupName' failed/,
  );
});

test("who may not is refused before it learns what there is", async () => {
  const { iam } = clientsOf(await sandboxForTest(), "app");
  expect(await refusalOf(iam.send(new GetUserCommand({ UserName: "nobody" })))).toBe(
    "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/App/sandbox is not authorized to perform: iam:GetUser on resource: arn:aws:iam::111122223333:user/nobody because no identity-based policy allows the iam:GetUser action",
  );
});

test("each account has an IAM of its own", async () => {
  const { iam } = clientsOf(await sandboxForTest(), "partner");
  const { Roles } = await iam.send(new ListRolesCommand({}));
  expect(Roles!.map(({ Arn }) => Arn)).toEqual([
    ...["Admin", "Auditor", "Reader", "etl/Writer"].map((name) => `arn:aws:iam::444455556666:role/${name}`),
  ]);
});
