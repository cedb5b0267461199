import type { Call, Operation } from "../call.ts";
import { managedPolicy } from "../state/managed-policies.ts";
import type { Group, Role, User } from "../state/types.ts";
import { optionalQueryText, queryText } from "../wire/query-parameters.ts";
import type { Input } from "../wire/request.ts";
import { noSuchEntity, ownAccount, permittedEntity } from "./find-entity.ts";
import type { EntityKind } from "./kinds.ts";
import { iamPage } from "./page.ts";
import { requireModifiable } from "./protected-role.ts";

/** Managed policies on users, roles and groups, and permissions boundaries on users and roles. */

const arnRule = { min: 20, max: 2048 };

/** AttachUserPolicy, AttachRolePolicy, AttachGroupPolicy; done twice, nothing more happens. */
export const attachPolicy =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const arn = queryText(input, "PolicyArn", arnRule);
    const entity = permittedEntity(input, call, kind, `iam:Attach${kind.word}Policy`);
    requireModifiable(entity);
    if (!managedPolicy(ownAccount(call), arn))
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    entity.attached.add(arn);
    return {};
  };

export const detachPolicy =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const arn = queryText(input, "PolicyArn", arnRule);
    const entity = permittedEntity(input, call, kind, `iam:Detach${kind.word}Policy`);
    requireModifiable(entity);
    if (!entity.attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    return {};
  };

export const listAttachedPolicies =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:ListAttached${kind.word}Policies`);
    const arns = [...entity.attached];
    return iamPage(input, "AttachedPolicies", arns, (arn) => arn, shownAttached);
  };

/** An attached policy as lists show it. */
export const shownAttached = (arn: string) => ({
  PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
  PolicyArn: arn,
});

/** PutUserPermissionsBoundary and PutRolePermissionsBoundary. */
export const putBoundary =
  <T extends User | Role>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    queryText(input, "PermissionsBoundary", arnRule);
    const entity = permittedEntity(input, call, kind, `iam:Put${kind.word}PermissionsBoundary`);
    requireModifiable(entity);
    entity.boundary = boundaryGiven(input, call);
    return {};
  };

/** The boundary that a request gives, where it gives one. Throws NoSuchEntity. */
export const boundaryGiven = (input: Input, call: Call): string | undefined => {
  const arn = optionalQueryText(input, "PermissionsBoundary", arnRule);
  if (arn === undefined || managedPolicy(ownAccount(call), arn)) return arn;
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
};

export const deleteBoundary =
  <T extends User | Role>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:Delete${kind.word}PermissionsBoundary`);
    requireModifiable(entity);
    entity.boundary = undefined;
    return {};
  };
