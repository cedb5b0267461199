import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { daysUnused } from "./days-unused.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";

/** `DisableKey` of the KMS API. */
export const disableKey: Operation = (input, call) => {
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:DisableKey", key, { context: daysUnused(key, call.now) });
  refusePendingDeletion(key);
  key.state = "Disabled";
  return {};
};
