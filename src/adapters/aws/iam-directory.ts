import {
  GetGroupCommand,
  GetRoleCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { AwsError } from "../../errors.ts";
import type { Identity, IdentityDirectory } from "../../ports.ts";
import { createIamCall, type IamCall, lookUp } from "./iam-client.ts";
import { groupIdentity, roleIdentity, userIdentity } from "./iam-identity.ts";
import { deleteInline, getInline, putInline } from "./iam-inline.ts";
import { policiesOf } from "./iam-policies.ts";
import { allOf, given, nextMarker, type Page, pagesOf } from "./pages.ts";
import type { AwsSettings } from "./settings.ts";

/** IAM of the account whose credentials are used. */
export const createIdentityDirectory = (settings: AwsSettings): IdentityDirectory => {
  const call = createIamCall(settings);
  return {
    find: (kind, name) => lookUp(() => find(call, kind, name)),
    list: (kind) => pagesOf((marker) => listPage(call, kind, marker)),
    members: (group) => allOf((marker) => membersPage(call, group, marker)),
    policiesOf: (kind, name) => lookUp(() => policiesOf(call, kind, name)),
    inlinePolicy: (kind, name, policyName) => getInline(call, kind, name, policyName),
    putInlinePolicy: (kind, name, policyName, document) => putInline(call, kind, name, policyName, document),
    deleteInlinePolicy: (kind, name, policyName) => deleteInline(call, kind, name, policyName),
  };
};

const find = async (call: IamCall, kind: Identity["kind"], name: string): Promise<Identity> => {
  const about = `${kind}/${name}`;
  const found = await findIn(call, kind, name, about);
  if (!found) throw new AwsError("bad-answer", `IAM answered the question for ${about} without its ARN`);
  return found;
};

const findIn = async (
  call: IamCall,
  kind: Identity["kind"],
  name: string,
  about: string,
): Promise<Identity | undefined> => {
  if (kind === "user") {
    const { User } = await call("GetUser", about, (iam) => iam.send(new GetUserCommand({ UserName: name })));
    return User && userIdentity(User);
  }
  if (kind === "role") {
    const { Role } = await call("GetRole", about, (iam) => iam.send(new GetRoleCommand({ RoleName: name })));
    return Role && roleIdentity(Role);
  }
  const input = { GroupName: name, MaxItems: 1 };
  const { Group } = await call("GetGroup", about, (iam) => iam.send(new GetGroupCommand(input)));
  return Group && groupIdentity(Group);
};

const listPage = async (
  call: IamCall,
  kind: Identity["kind"],
  marker: string | undefined,
): Promise<Page<Identity>> => {
  const input = { MaxItems: 1000, ...(marker && { Marker: marker }) };
  if (kind === "user") {
    const page = await call("ListUsers", "", (iam) => iam.send(new ListUsersCommand(input)));
    return pageOf("ListUsers", page, page.Users?.map(userIdentity));
  }
  if (kind === "role") {
    const page = await call("ListRoles", "", (iam) => iam.send(new ListRolesCommand(input)));
    return pageOf("ListRoles", page, page.Roles?.map(roleIdentity));
  }
  const page = await call("ListGroups", "", (iam) => iam.send(new ListGroupsCommand(input)));
  return pageOf("ListGroups", page, page.Groups?.map(groupIdentity));
};

const membersPage = async (
  call: IamCall,
  group: string,
  marker: string | undefined,
): Promise<Page<Identity>> => {
  const input = { GroupName: group, MaxItems: 1000, ...(marker && { Marker: marker }) };
  const page = await call("GetGroup", `group/${group}`, (iam) => iam.send(new GetGroupCommand(input)));
  return pageOf("GetGroup", page, page.Users?.map(userIdentity));
};

const pageOf = (
  operation: string,
  page: { IsTruncated?: boolean | undefined; Marker?: string | undefined },
  identities: readonly (Identity | undefined)[] | undefined,
): Page<Identity> => ({
  items: identities?.map((identity) => given(identity, "an ARN or a name", `iam:${operation}`)),
  next: nextMarker(`iam:${operation}`, page.IsTruncated, page.Marker),
});
