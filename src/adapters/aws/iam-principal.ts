import { GetRoleCommand, GetUserCommand } from "@aws-sdk/client-iam";
import { policyEntry, type AccountDetails } from "./iam-account.ts";
import type { IamCall } from "./iam-client.ts";
import {
  attachedPolicies,
  groupsOf,
  inlinePolicies,
  managedPolicy,
  type NamedPolicy,
} from "./iam-policies.ts";
import { given } from "./pages.ts";

/**
 * One user or role with everything that binds it, in the shape of iam:GetAccountAuthorizationDetails: for whoever may
 * read only itself. Throws AwsError.
 */
export const readPrincipal = async (
  call: IamCall,
  kind: "user" | "role",
  name: string,
): Promise<AccountDetails> => {
  const [person, own, attached, groups] = await Promise.all([
    kind === "user" ? getUser(call, name) : getRole(call, name),
    inlinePolicies(call, kind, name),
    attachedPolicies(call, kind, name),
    kind === "user" ? readGroups(call, name) : [],
  ]);
  const ceiling = person.PermissionsBoundary?.PermissionsBoundaryArn;
  const boundary = ceiling === undefined ? [] : [await managedPolicy(call, ceiling)];
  const managed = [...attached, ...groups.flatMap((group) => group.attached), ...boundary];
  const detail = {
    ...person,
    ...{ CreateDate: undefined, PasswordLastUsed: undefined, RoleLastUsed: undefined },
    [kind === "user" ? "UserPolicyList" : "RolePolicyList"]: own.map(inlineEntry),
    AttachedManagedPolicies: attached.map(attachedEntry),
    ...(kind === "user" && { GroupList: groups.map((group) => group.name) }),
  };
  return {
    UserDetailList: kind === "user" ? [detail] : [],
    RoleDetailList: kind === "role" ? [detail] : [],
    GroupDetailList: groups.map((group) => groupDetail(group, given(person.Arn, "its ARN", "iam:GetUser"))),
    Policies: [...new Map(managed.map((policy) => [policy.name, policy])).values()].map((policy) =>
      policyEntry(policy.name, policy.document),
    ),
  };
};

const getUser = async (call: IamCall, UserName: string) => {
  const { User } = await call("GetUser", `user/${UserName}`, (iam) =>
    iam.send(new GetUserCommand({ UserName })),
  );
  return given(User, "the user", "iam:GetUser");
};

const getRole = async (call: IamCall, RoleName: string) => {
  const { Role } = await call("GetRole", `role/${RoleName}`, (iam) =>
    iam.send(new GetRoleCommand({ RoleName })),
  );
  return given(Role, "the role", "iam:GetRole");
};

interface Group {
  readonly name: string;
  readonly own: readonly NamedPolicy[];
  readonly attached: readonly NamedPolicy[];
}

const readGroups = async (call: IamCall, user: string): Promise<readonly Group[]> => {
  const names = await groupsOf(call, user);
  return Promise.all(
    names.map(async (name) => ({
      name,
      own: await inlinePolicies(call, "group", name),
      attached: await attachedPolicies(call, "group", name),
    })),
  );
};

const inlineEntry = ({ name, document }: NamedPolicy) => ({ PolicyName: name, PolicyDocument: document });
const attachedEntry = ({ name }: NamedPolicy) => ({
  PolicyName: name.slice(name.lastIndexOf("/") + 1),
  PolicyArn: name,
});

// Whoever may list the groups of a user need not be told their paths.
const groupDetail = ({ name, own, attached }: Group, user: string): object => ({
  ...{ GroupName: name, Arn: user.replace(/:user\/.*$/, `:group/${name}`) },
  GroupPolicyList: own.map(inlineEntry),
  AttachedManagedPolicies: attached.map(attachedEntry),
});
