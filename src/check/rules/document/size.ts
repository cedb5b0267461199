import { maximumPolicyBytes, policyBytes } from "../../../policy/limits.ts";
import { isFarTooLarge } from "../../effort.ts";
import { textRule, type Draft } from "../../rule.ts";
import { textToSend } from "../../text-to-send.ts";

const hint =
  "remove white space, merge statements, or use grants or aws:PrincipalOrgID instead of long lists";

const beyond = "; nothing else is checked in so large a policy";

const withSize = (say: (bytes: number) => string | undefined) =>
  textRule((parsed): Draft[] => {
    const message = say(policyBytes(textToSend(parsed)));
    if (message === undefined) return [];
    return [{ at: { start: 0, path: [] }, message, hint: hint + (isFarTooLarge(parsed) ? beyond : "") }];
  });

/** More than the quota: PutKeyPolicy answers LimitExceededException (KMS Developer Guide, quotas). */
export const policyTooLarge = withSize((bytes) =>
  bytes > maximumPolicyBytes
    ? `the policy has ${bytes} bytes, and KMS takes at most ${maximumPolicyBytes}`
    : undefined,
);

/** From 90 percent on the next edit may not fit. */
export const policyNearLimit = withSize((bytes) =>
  bytes > maximumPolicyBytes * 0.9 && bytes <= maximumPolicyBytes
    ? `the policy has ${bytes} of the ${maximumPolicyBytes} bytes that KMS takes`
    : undefined,
);
