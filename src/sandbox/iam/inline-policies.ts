import type { Operation } from "../call.ts";
import type { Group, Role, User } from "../state/types.ts";
import { queryText } from "../wire/query-parameters.ts";
import { noSuchEntity, permittedEntity } from "./find-entity.ts";
import { checkIdentityPolicy, requireInlineSpace } from "./identity-policy.ts";
import type { EntityKind } from "./kinds.ts";
import { iamPage } from "./page.ts";
import { requireModifiable } from "./protected-role.ts";
import { urlEncoded } from "./url-encoding.ts";

/** Inline policies of users, roles and groups: PutUserPolicy, GetUserPolicy, DeleteUserPolicy, ListUserPolicies, … */

type Kind<T extends User | Role | Group> = EntityKind<T>;

const policyNameRule = { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ };

/** Puts a policy; one of the same name is replaced. */
export const putPolicy =
  <T extends User | Role | Group>(kind: Kind<T>): Operation =>
  (input, call) => {
    const name = queryText(input, "PolicyName", policyNameRule);
    const document = queryText(input, "PolicyDocument", { min: 1, max: 131_072 });
    const entity = permittedEntity(input, call, kind, `iam:Put${kind.word}Policy`);
    requireModifiable(entity);
    checkIdentityPolicy(document);
    requireInlineSpace(kind, entity, name, document);
    entity.policies.set(name, document);
    return {};
  };

export const getPolicy =
  <T extends User | Role | Group>(kind: Kind<T>): Operation =>
  (input, call) => {
    const name = queryText(input, "PolicyName", policyNameRule);
    const entity = permittedEntity(input, call, kind, `iam:Get${kind.word}Policy`);
    const document = entity.policies.get(name);
    if (document === undefined) throw missing(kind.word, name);
    return { [`${kind.word}Name`]: entity.name, PolicyName: name, PolicyDocument: urlEncoded(document) };
  };

export const deletePolicy =
  <T extends User | Role | Group>(kind: Kind<T>): Operation =>
  (input, call) => {
    const name = queryText(input, "PolicyName", policyNameRule);
    const entity = permittedEntity(input, call, kind, `iam:Delete${kind.word}Policy`);
    requireModifiable(entity);
    if (!entity.policies.delete(name)) throw missing(kind.word, name);
    return {};
  };

export const listPolicies =
  <T extends User | Role | Group>(kind: Kind<T>): Operation =>
  (input, call) => {
    const entity = permittedEntity(input, call, kind, `iam:List${kind.word}Policies`);
    const names = [...entity.policies.keys()];
    return iamPage(
      input,
      "PolicyNames",
      names,
      (name) => name,
      (name) => name,
    );
  };

const missing = (word: string, name: string) =>
  noSuchEntity(`The ${word.toLowerCase()} policy with name ${name} cannot be found.`);
