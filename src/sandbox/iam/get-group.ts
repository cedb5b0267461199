import type { Operation } from "../call.ts";
import { ownAccount, permittedEntity } from "./find-entity.ts";
import { groupKind, userKind } from "./kinds.ts";
import { iamPage } from "./page.ts";

/** The group, and its users by pages. */
export const getGroup: Operation = (input, call) => {
  const group = permittedEntity(input, call, groupKind, "iam:GetGroup");
  const { users } = ownAccount(call);
  const members = [...group.members].flatMap((name) => users.get(name) ?? []);
  return {
    Group: groupKind.show(call.account, group),
    ...iamPage(
      input,
      "Users",
      members,
      ({ name }) => name,
      (user) => userKind.show(call.account, user),
    ),
  };
};
