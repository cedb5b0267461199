import type { Operation } from "../call.ts";
import { permittedMembership } from "./find-entity.ts";

/** `RemoveUserFromGroup` of the IAM API. */
export const removeUserFromGroup: Operation = (input, call) => {
  const { user, group } = permittedMembership(input, call, "iam:RemoveUserFromGroup");
  group.members.delete(user.name);
  return {};
};
