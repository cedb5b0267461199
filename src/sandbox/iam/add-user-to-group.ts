import type { Operation } from "../call.ts";
import { permittedMembership } from "./find-entity.ts";

/** `AddUserToGroup` of the IAM API. */
export const addUserToGroup: Operation = (input, call) => {
  const { user, group } = permittedMembership(input, call, "iam:AddUserToGroup");
  group.members.add(user.name);
  return {};
};
