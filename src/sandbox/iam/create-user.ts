import type { Operation } from "../call.ts";
import { queryTags } from "../wire/query-parameters.ts";
import { boundaryGiven } from "./attached-policies.ts";
import { ownAccount } from "./find-entity.ts";
import { userKind } from "./kinds.ts";
import { newEntity } from "./new-entity.ts";

/** `CreateUser` of the IAM API. */
export const createUser: Operation = (input, call) => {
  const user = {
    ...newEntity(input, call, userKind, "AIDA"),
    tags: queryTags(input),
    boundary: boundaryGiven(input, call),
  };
  ownAccount(call).users.set(user.name, user);
  return { User: userKind.show(call.account, user) };
};
