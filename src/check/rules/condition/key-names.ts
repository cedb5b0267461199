import { renameMember } from "../../fixes.ts";
import { isSessionKey } from "../../../policy/session-keys.ts";
import { quoted } from "../../quoted.ts";
import { testRule } from "../../rule.ts";
import { nearestConditionKey } from "./nearest-condition-key.ts";

const renamed = new Map([
  ["kms:customermasterkeyspec", "kms:KeySpec"],
  ["kms:customermasterkeyusage", "kms:KeyUsage"],
  ["aws:arn", "aws:PrincipalArn"],
]);

/**
 * A key that no request carries makes an Allow dead and a negated Deny permanent (Service Authorization Reference). Without the
 * condition the statement would be open, so that is never proposed.
 */
export const unknownConditionKey = testRule({
  code: "unknown-condition-key",
  severity: "warning",
  title: "No such condition key",
  page: () => ({
    trigger: "A condition key is none that requests to KMS are known to carry.",
    why: "An absent key makes an Allow dead, and a negated Deny hold always. A key newer than kmspol looks the same.",
    fix: "Correct the spelling; the nearest name is in the hint. Do not just take the condition out: without it the statement is open.",
    example: '"kms:ViaServices"  =>  "kms:ViaService"',
  }),
  explainsNoEffect: true,
  run: (at) => {
    // A condition of the template around the policy.
    if (at.folded.startsWith("template:")) return undefined;
    if (at.known || renamed.has(at.folded) || !/^[\w.-]+:[^\s]+[^/:]$/.test(at.key)) return undefined;
    if (isSessionKey(at.key)) return undefined;
    const near = nearestConditionKey(at.key);
    return {
      at,
      message: `${quoted(at.key)} is no condition key of KMS that is known`,
      hint:
        near === undefined
          ? "compare it with the Service Authorization Reference of KMS: a key newer than kmspol's tables is right as it is"
          : `did you mean ${near}?`,
      ...(near === undefined ? {} : { suggestion: renameMember(at.path, near) }),
    };
  },
});

/** Tags and aliases of the key decide in IAM policies alone (KMS Developer Guide, ABAC). */
export const iamOnlyConditionKey = testRule({
  code: "iam-only-condition-key",
  severity: "warning",
  title: "The condition key works in IAM policies only",
  page: () => ({
    trigger: "The key is aws:ResourceTag/… or kms:ResourceAliases.",
    why: "KMS evaluates them in IAM policies, not in key policies.",
    fix: "Leave it out: a key policy is for one key, whose tags and aliases are known.",
    example: '"aws:ResourceTag/project": "x"  =>  "aws:PrincipalTag/project": "x"',
  }),
  explainsNoEffect: true,
  run: (at) =>
    at.known?.keyPolicy === false
      ? {
          at,
          message: `${at.key} is for IAM policies: KMS does not support it in a key policy, and whether such a condition holds is not documented`,
          hint: "a key policy is for one key: say what is meant without it",
        }
      : undefined,
});

/** Old names, still understood (KMS Developer Guide; IAM User Guide). */
export const deprecatedConditionKey = testRule({
  code: "deprecated-condition-key",
  severity: "suggestion",
  title: "The condition key has a newer name",
  page: () => ({
    trigger: "The key has an old name.",
    why: "It is understood today, and new guides no longer mention it.",
    fix: "Write the new name; it means the same.",
    example: '"kms:CustomerMasterKeySpec"  =>  "kms:KeySpec"',
  }),
  fixesMeet: "in one object",
  run: (at) => {
    const name = renamed.get(at.folded);
    return name === undefined
      ? undefined
      : { at, message: `${at.key} is an old name`, hint: `write ${name}`, fix: renameMember(at.path, name) };
  },
});
