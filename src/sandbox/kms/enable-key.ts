import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";

/** `EnableKey` of the KMS API. */
export const enableKey: Operation = (input, call) => {
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:EnableKey", key);
  refusePendingDeletion(key);
  key.state = "Enabled";
  return {};
};
