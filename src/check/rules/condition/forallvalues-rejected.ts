import { underOperator } from "../../fixes.ts";
import { testRule } from "../../rule.ts";

/** Put answers OverlyPermissiveCondition: these keys have one value, and an absent one would pass (KMS Developer Guide). */
export const forAllValuesRejected = testRule({
  code: "forallvalues-rejected",
  severity: "error",
  title: "KMS refuses ForAllValues on this key",
  page: () => ({
    trigger: "ForAllValues stands with kms:EncryptionContext:… or aws:RequestTag/….",
    why: "These have one value, and an absent one would pass: KMS refuses the put (OverlyPermissiveCondition).",
    fix: "Write the operator without ForAllValues.",
    example:
      '"ForAllValues:StringEquals": { "kms:EncryptionContext:App": "x" }  =>  "StringEquals": { "kms:EncryptionContext:App": "x" }',
  }),
  rejectedByKms: true,
  run: (at) =>
    at.operator.set === "ForAllValues" && isRejected(at.folded)
      ? {
          at,
          message: `KMS refuses ForAllValues on ${at.key}, which has a single value`,
          hint: `write ${at.operator.base} without ForAllValues`,
          suggestion: underOperator(at.path, at.operator.base),
        }
      : undefined,
});

/** The single-valued keys on which KMS refuses ForAllValues. */
export const isRejected = (folded: string): boolean =>
  folded.startsWith("kms:encryptioncontext:") || folded.startsWith("aws:requesttag/");
