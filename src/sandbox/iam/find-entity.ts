import { authoriseIam } from "../access/authorise.ts";
import type { Call } from "../call.ts";
import type { Account, Group, Role, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { queryText } from "../wire/query-parameters.ts";
import type { Input } from "../wire/request.ts";
import { groupKind, userKind, type EntityKind } from "./kinds.ts";

/** The account of the caller: IAM works in no other. */
export const ownAccount = (call: Call): Account => {
  const account = call.state.accounts.get(call.account);
  if (!account) throw new Error(`the account ${call.account} is not there`);
  return account;
};

/**
 * The user, role or group that the request names, for a caller who may do `action` to it. Throws AccessDenied before
 * NoSuchEntity: who may not look does not learn what there is.
 */
export const permittedEntity = <T extends User | Role | Group>(
  input: Input,
  call: Call,
  kind: EntityKind<T>,
  action: string,
): T => {
  const name = queryText(input, `${kind.word}Name`, kind.nameRule);
  const entity = kind.all(ownAccount(call)).get(name);
  authoriseIam(call, action, kind.arn(call.account, entity ?? { path: "/", name }));
  if (!entity) throw noSuchEntity(`The ${kind.word.toLowerCase()} with name ${name} cannot be found.`);
  return entity;
};

/** The user and the group of a membership operation; the permission is asked on the group. */
export const permittedMembership = (
  input: Input,
  call: Call,
  action: string,
): { user: User; group: Group } => {
  const group = permittedEntity(input, call, groupKind, action);
  const name = queryText(input, "UserName", userKind.nameRule);
  const user = ownAccount(call).users.get(name);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return { user, group };
};

/** The refusal for what IAM does not know. */
export const noSuchEntity = (message: string): ApiError => new ApiError("NoSuchEntity", message);
