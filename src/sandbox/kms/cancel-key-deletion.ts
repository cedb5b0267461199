import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";
import { requirePendingDeletion } from "./key-state.ts";

/** The key comes back disabled. */
export const cancelKeyDeletion: Operation = (input, call) => {
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:CancelKeyDeletion", key);
  requirePendingDeletion(key);
  key.state = "Disabled";
  key.deletion = undefined;
  return { KeyId: key.arn };
};
