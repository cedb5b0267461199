import { maximumPolicyBytes, policyBytes } from "../../../policy/limits.ts";
import type { Description } from "../../description.ts";
import { isFarTooLarge } from "../../effort.ts";
import { textRule, type Draft, type Rule } from "../../rule.ts";
import { textToSend } from "../../text-to-send.ts";

const hint =
  "remove white space, merge statements, or use grants or aws:PrincipalOrgID instead of long lists";

const beyond = "; nothing else is checked in so large a policy";

const withSize = <Code extends string>(
  description: Description<Code>,
  say: (bytes: number) => string | undefined,
): Rule<Code> =>
  textRule({
    ...description,
    run: (parsed): Draft[] => {
      const message = say(policyBytes(textToSend(parsed)));
      if (message === undefined) return [];
      return [{ at: { start: 0, path: [] }, message, hint: hint + (isFarTooLarge(parsed) ? beyond : "") }];
    },
  });

/** More than the quota: PutKeyPolicy answers LimitExceededException (KMS Developer Guide, quotas). */
export const policyTooLarge = withSize(
  {
    code: "policy-too-large",
    severity: "error",
    title: "The policy is larger than KMS takes",
    page: () => ({
      trigger: "The policy has more than 32,768 bytes, white space included.",
      why: "That is a fixed quota of KMS: the put fails with LimitExceededException.",
      fix: "Remove white space, merge statements that differ in their principals only, use grants for passing access, or one statement with aws:PrincipalOrgID in place of many accounts.",
      example: "100 statements of one principal each  =>  one statement with a list of 100",
    }),
    rejectedByKms: true,
  },
  (bytes) =>
    bytes > maximumPolicyBytes
      ? `the policy has ${bytes} bytes, and KMS takes at most ${maximumPolicyBytes}`
      : undefined,
);

/** From 90 percent on the next edit may not fit. */
export const policyNearLimit = withSize(
  {
    code: "policy-near-limit",
    severity: "warning",
    title: "The policy is close to the size limit",
    page: () => ({
      trigger: "The policy fills more than 90 percent of the 32,768 bytes.",
      why: "The next principal that is added may not fit, perhaps in the middle of an incident.",
      fix: "Shorten it now: see policy-too-large.",
      example: "29,600 bytes with four blanks of indentation  =>  18,000 bytes without",
    }),
  },
  (bytes) =>
    bytes > maximumPolicyBytes * 0.9 && bytes <= maximumPolicyBytes
      ? `the policy has ${bytes} of the ${maximumPolicyBytes} bytes that KMS takes`
      : undefined,
);
