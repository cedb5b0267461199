import type { Operation } from "../call.ts";
import type { Group, Role, User } from "../state/types.ts";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "./access-keys.ts";
import {
  attachPolicy,
  deleteBoundary,
  detachPolicy,
  listAttachedPolicies,
  putBoundary,
} from "./attached-policies.ts";
import { addUserToGroup } from "./add-user-to-group.ts";
import { createGroup } from "./create-group.ts";
import { createRole } from "./create-role.ts";
import { createUser } from "./create-user.ts";
import { deleteEntity } from "./delete-entity.ts";
import { tagEntity, untagEntity } from "./entity-tags.ts";
import { getAccountAuthorizationDetails } from "./get-account-authorization-details.ts";
import { getEntity } from "./get-entity.ts";
import { getGroup } from "./get-group.ts";
import { getUser } from "./get-user.ts";
import { deletePolicy, getPolicy, listPolicies, putPolicy } from "./inline-policies.ts";
import { groupKind, roleKind, userKind, type EntityKind } from "./kinds.ts";
import { listEntities } from "./list-entities.ts";
import { listGroupsForUser } from "./list-groups-for-user.ts";
import * as managed from "./managed-policies.ts";
import { removeUserFromGroup } from "./remove-user-from-group.ts";

const ofKind = <T extends User | Role | Group>(kind: EntityKind<T>): [string, Operation][] => [
  [`List${kind.many}`, listEntities(kind)],
  [`Delete${kind.word}`, deleteEntity(kind)],
  [`Put${kind.word}Policy`, putPolicy(kind)],
  [`Get${kind.word}Policy`, getPolicy(kind)],
  [`Delete${kind.word}Policy`, deletePolicy(kind)],
  [`List${kind.word}Policies`, listPolicies(kind)],
  [`ListAttached${kind.word}Policies`, listAttachedPolicies(kind)],
  [`Attach${kind.word}Policy`, attachPolicy(kind)],
  [`Detach${kind.word}Policy`, detachPolicy(kind)],
];

const ofPerson = <T extends User | Role>(kind: EntityKind<T>): [string, Operation][] => [
  [`Put${kind.word}PermissionsBoundary`, putBoundary(kind)],
  [`Delete${kind.word}PermissionsBoundary`, deleteBoundary(kind)],
  [`Tag${kind.word}`, tagEntity(kind)],
  [`Untag${kind.word}`, untagEntity(kind)],
];

/** The IAM operations that the sandbox serves, by name. */
export const iamOperations: ReadonlyMap<string, Operation> = new Map([
  ...ofKind(userKind),
  ...ofKind(roleKind),
  ...ofKind(groupKind),
  ...ofPerson(userKind),
  ...ofPerson(roleKind),
  ["AddUserToGroup", addUserToGroup],
  ["CreateAccessKey", createAccessKey],
  ["CreateGroup", createGroup],
  ["CreatePolicy", managed.createPolicy],
  ["CreatePolicyVersion", managed.createPolicyVersion],
  ["CreateRole", createRole],
  ["CreateUser", createUser],
  ["DeleteAccessKey", deleteAccessKey],
  ["DeletePolicy", managed.deletePolicy],
  ["GetAccountAuthorizationDetails", getAccountAuthorizationDetails],
  ["GetGroup", getGroup],
  ["GetPolicy", managed.getPolicy],
  ["GetPolicyVersion", managed.getPolicyVersion],
  ["GetRole", getEntity(roleKind)],
  ["GetUser", getUser],
  ["ListAccessKeys", listAccessKeys],
  ["ListGroupsForUser", listGroupsForUser],
  ["RemoveUserFromGroup", removeUserFromGroup],
  ["SetDefaultPolicyVersion", managed.setDefaultPolicyVersion],
]);
