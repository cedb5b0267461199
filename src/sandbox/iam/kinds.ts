import { groupArn, roleArn, userArn } from "../state/lookup.ts";
import type { Account, Group, Role, User } from "../state/types.ts";
import type { Output } from "../wire/request.ts";
import type { TextRule } from "../wire/validation.ts";
import { urlEncoded } from "./url-encoding.ts";

/** Users, roles and groups differ in little: what does differ stands here, so that one operation serves all three. */
export interface EntityKind<T extends User | Role | Group> {
  /** `User`: the stem of operation, parameter and member names. */
  readonly word: "User" | "Role" | "Group";
  /** `Users`. */
  readonly many: string;
  readonly nameRule: TextRule;
  /** Characters of all inline policies together, white space aside (IAM User Guide, quotas). */
  readonly inlineLimit: number;
  readonly all: (account: Account) => Map<string, T>;
  readonly arn: (account: string, entity: Pick<T, "path" | "name">) => string;
  readonly show: (account: string, entity: T) => Output;
}

export const pathRule: TextRule = { min: 1, max: 512, pattern: /^(\/|\/[\u0021-\u007E]+\/)$/ };
const name = /^[\w+=,.@-]+$/;

export const userKind: EntityKind<User> = {
  word: "User",
  many: "Users",
  nameRule: { min: 1, max: 64, pattern: name },
  inlineLimit: 2048,
  all: (account) => account.users,
  arn: userArn,
  show: (account, user) => ({
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: userArn(account, user),
    CreateDate: new Date(user.created),
    PermissionsBoundary: shownBoundary(user),
    Tags: tagList(user.tags),
  }),
};

export const roleKind: EntityKind<Role> = {
  word: "Role",
  many: "Roles",
  nameRule: { min: 1, max: 64, pattern: name },
  inlineLimit: 10_240,
  all: (account) => account.roles,
  arn: roleArn,
  show: (account, role) => ({
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(account, role),
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: urlEncoded(role.trust),
    Description: role.description === "" ? undefined : role.description,
    MaxSessionDuration: role.maxSession,
    PermissionsBoundary: shownBoundary(role),
    RoleLastUsed: lastUsed(role),
    Tags: tagList(role.tags),
  }),
};

export const groupKind: EntityKind<Group> = {
  word: "Group",
  many: "Groups",
  nameRule: { min: 1, max: 128, pattern: name },
  inlineLimit: 5120,
  all: (account) => account.groups,
  arn: groupArn,
  show: (account, group) => ({
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: groupArn(account, group),
    CreateDate: new Date(group.created),
  }),
};

/** What GetUser, GetRole and GetAccountAuthorizationDetails tell, and ListUsers and ListRoles do not. */
export const shownBoundary = ({ boundary }: Pick<User, "boundary">) =>
  boundary === undefined
    ? undefined
    : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundary };

/** When a role was last used, as the API shows it. */
export const lastUsed = ({ lastUsed: last }: Pick<Role, "lastUsed">) =>
  last === undefined ? undefined : { LastUsedDate: new Date(last.at), Region: last.region };

/** Tags as the API shows them. */
export const tagList = (tags: ReadonlyMap<string, string>) =>
  tags.size === 0 ? undefined : [...tags].map(([key, value]) => ({ Key: key, Value: value }));
