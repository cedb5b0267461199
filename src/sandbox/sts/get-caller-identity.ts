import { identityUserId } from "../access/caller.ts";
import type { Operation } from "../call.ts";

/** Needs no permission (STS API Reference). */
export const getCallerIdentity: Operation = (_input, call) => ({
  UserId: identityUserId(call.state, call.credential.identity),
  Account: call.account,
  Arn: call.arn,
});
