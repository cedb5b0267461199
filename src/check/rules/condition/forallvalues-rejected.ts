import { underOperator } from "../../fixes.ts";
import { testRule } from "../../rule.ts";

/** Put answers OverlyPermissiveCondition: these keys have one value, and an absent one would pass (KMS Developer Guide). */
export const forAllValuesRejected = testRule((at) =>
  at.operator.set === "ForAllValues" && isRejected(at.folded)
    ? {
        at,
        message: `KMS refuses ForAllValues on ${at.key}, which has a single value`,
        hint: `write ${at.operator.base} without ForAllValues`,
        suggestion: underOperator(at.path, at.operator.base),
      }
    : undefined,
);

/** The single-valued keys on which KMS refuses ForAllValues. */
export const isRejected = (folded: string): boolean =>
  folded.startsWith("kms:encryptioncontext:") || folded.startsWith("aws:requesttag/");
