import type { Call } from "../call.ts";
import type { StoredPolicy } from "../state/types.ts";
import { deniedByPolicies } from "./authorise-key.ts";
import type { DescribedKey } from "./key-facts.ts";

/**
 * KMS's lockout safety check: the new policy must let the calling principal put the key's policy again, directly or
 * through IAM. The caller's authorization is taken whole, with its Denies (KMS API Reference, PutKeyPolicy).
 */
export const maySetPolicyAgain = (policy: StoredPolicy, key: DescribedKey, call: Call): boolean =>
  deniedByPolicies(call, "kms:PutKeyPolicy", key, policy) === undefined;
