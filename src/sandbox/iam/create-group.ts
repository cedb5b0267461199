import type { Operation } from "../call.ts";
import { ownAccount } from "./find-entity.ts";
import { groupKind } from "./kinds.ts";
import { newEntity } from "./new-entity.ts";

/** `CreateGroup` of the IAM API. */
export const createGroup: Operation = (input, call) => {
  const group = { ...newEntity(input, call, groupKind, "AGPA"), members: new Set<string>() };
  ownAccount(call).groups.set(group.name, group);
  return { Group: groupKind.show(call.account, group) };
};
