import type { Operation } from "../call.ts";
import { groupsOf } from "../state/lookup.ts";
import { ownAccount, permittedEntity } from "./find-entity.ts";
import { groupKind, userKind } from "./kinds.ts";
import { iamPage } from "./page.ts";

/** `ListGroupsForUser` of the IAM API. */
export const listGroupsForUser: Operation = (input, call) => {
  const user = permittedEntity(input, call, userKind, "iam:ListGroupsForUser");
  const groups = groupsOf(ownAccount(call), user.name);
  return iamPage(
    input,
    "Groups",
    groups,
    ({ name }) => name,
    (group) => groupKind.show(call.account, group),
  );
};
