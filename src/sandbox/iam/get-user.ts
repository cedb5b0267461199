import type { Operation } from "../call.ts";
import { getEntity } from "./get-entity.ts";
import { userKind } from "./kinds.ts";

const getNamedUser = getEntity(userKind);

/** Without a name, the user whose access key signed the request. */
export const getUser: Operation = (input, call) => {
  const { identity } = call.credential;
  const own = input.get("UserName") === undefined && identity.kind === "user";
  return getNamedUser(own ? new Map([["UserName", identity.name]]) : input, call);
};
