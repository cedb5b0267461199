import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { policyAsRead, visiblePolicy } from "../policy/read-back.ts";
import { keyNamed } from "./find-key.ts";
import { requireDefaultPolicy } from "./policy-name.ts";

/** `GetKeyPolicy` of the KMS API. */
export const getKeyPolicy: Operation = (input, call) => {
  const key = keyNamed(input, call);
  requireDefaultPolicy(input);
  authoriseKey(call, "kms:GetKeyPolicy", key);
  return { Policy: policyAsRead(visiblePolicy(key, call), call), PolicyName: "default" };
};
