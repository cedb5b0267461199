import { authoriseKey } from "../access/authorise-key.ts";
import type { Context } from "../access/context.ts";
import type { Call, Operation } from "../call.ts";
import { acceptPolicy } from "../policy/accept-policy.ts";
import type { StoredKey, StoredPolicy } from "../state/types.ts";
import { optionalFlag, text } from "../wire/json-parameters.ts";
import { keyNamed } from "./find-key.ts";
import { policyRule } from "./key-shapes.ts";
import { requireCustomerManaged } from "./key-state.ts";
import { requireDefaultPolicy } from "./policy-name.ts";

/** Replaces the whole policy, in every key state. */
export const putKeyPolicy: Operation = (input, call) => {
  const policy = text(input, "Policy", policyRule);
  const bypass = optionalFlag(input, "BypassPolicyLockoutSafetyCheck");
  const key = keyNamed(input, call);
  requireDefaultPolicy(input);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:PutKeyPolicy", key, { context: bypassContext(bypass) });
  replacePolicy(key, acceptPolicy(policy, key, bypass ?? false, call), call);
  return {};
};

/** The condition key is absent where the parameter is. */
export const bypassContext = (bypass: boolean | undefined): Context =>
  bypass === undefined ? {} : { "kms:BypassPolicyLockoutSafetyCheck": String(bypass) };

/** Puts the policy last, and forgets those that slow propagation will not show again. */
export const replacePolicy = (
  key: StoredKey,
  policy: StoredPolicy,
  call: Pick<Call, "now" | "faults">,
): void => {
  const shown = key.policies.findLastIndex(({ written }) => written + call.faults.propagation <= call.now);
  key.policies = [...key.policies.slice(Math.max(shown, 0)), policy];
};
