import { neverCarries } from "../evaluator/carried.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import type { OpenRequest } from "../evaluator/scene.ts";
import type { ContextEntries } from "../evaluator/request-context.ts";

/**
 * A later call of the same caller, made straight to KMS and without the lockout bypass: what such a call carries for certain is given,
 * what it never carries is absent, and the rest (MFA, addresses, tags, and the time, unless `known` tells it) is open.
 */
export const laterCall = (
  caller: RequestCaller,
  action: string,
  known: ContextEntries = [],
): OpenRequest => ({
  caller,
  action,
  given: [...directCall, ...known],
  isOpen: (key) => !neverCarries(action, key),
});

/** What a call says that no AWS service makes for the caller, or as itself. */
export const directCall: ContextEntries = [
  ...[
    ...["kms:ViaService", "kms:BypassPolicyLockoutSafetyCheck"],
    ...["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
    ...["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"],
  ].map((key) => [key, []] as const),
  ["aws:ViaAWSService", ["false"]],
];
