import { meaningOfAction } from "../../policy/key-meanings.ts";
import { usageWords } from "../../policy/key-usage.ts";
import { kmsActions, type KmsAction, type KeyUsageClass } from "../../policy/kms-actions.ts";

const everyUsage = new Set<KeyUsageClass>(kmsActions.flatMap(({ usages }) => usages));

/** What an action lets a caller do, and where it works, as an editor shows it beside the word. */
export const actionMeaning = (action: KmsAction): string => {
  const facts = [
    `${action.level}.`,
    ...(action.usages.length < everyUsage.size
      ? [`Works on ${action.usages.map(usageWords).join(" or ")} only.`]
      : []),
    ...(action.externalOnly ? ["Only for imported key material."] : []),
    ...(action.multiRegionOnly ? ["Only for multi-Region keys."] : []),
    action.crossAccount ? "Other accounts can be given it." : "Only for the key's own account.",
    ...(action.allowable ? [] : ["An Allow of it in a key policy has no effect."]),
  ];
  return `${meaningOfAction(action.name) ?? ""} ${facts.join(" ")}`.trim();
};

/** The patterns that the console's and AWS's own policies use, and what they cover (KMS Developer Guide, "Default key policy"). */
export const actionPatterns: ReadonlyMap<string, string> = new Map([
  ["kms:*", "Every action on this key, those that AWS will add included: full control."],
  ["kms:ReEncrypt*", "Both permissions of the operation ReEncrypt: ReEncryptFrom and ReEncryptTo."],
  ["kms:GenerateDataKey*", "The four operations that make data keys and data key pairs."],
  ["kms:Create*", "CreateAlias, and CreateGrant: who may make grants may pass on the use of the key."],
  ["kms:Describe*", "DescribeKey."],
  ["kms:Enable*", "EnableKey and EnableKeyRotation."],
  ["kms:List*", "Grants, policies, rotations and tags of the key."],
  ["kms:Put*", "PutKeyPolicy: who has it decides who has everything else."],
  ["kms:Update*", "UpdateAlias, UpdateKeyDescription and UpdatePrimaryRegion."],
  ["kms:Revoke*", "RevokeGrant."],
  ["kms:Disable*", "DisableKey and DisableKeyRotation."],
  ["kms:Get*", "Policy, rotation and last use; and GetPublicKey and GetParametersForImport."],
  ["kms:Delete*", "DeleteAlias and DeleteImportedKeyMaterial."],
]);
