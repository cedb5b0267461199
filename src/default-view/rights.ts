import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { KeyUsageClass } from "../policy/kms-actions.ts";
import { usageClassOf } from "../policy/key-usage.ts";

/** The four statements of a console policy. A key administrator holds `admin`; a key user `use` and `grants`. */
export type Part = "delegation" | "admin" | "use" | "grants";

/** The Sids that the console writes; the order is the order of the statements. */
export const consoleSids: Readonly<Record<Part, string>> = {
  delegation: "Enable IAM User Permissions",
  admin: "Allow access for Key Administrators",
  use: "Allow use of the key",
  grants: "Allow attachment of persistent resources",
};

/** What every version of the console's administrators statement holds, in the console's order. */
export const adminBase: readonly string[] = [
  ...["kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*"],
  ...["kms:Update*", "kms:Revoke*", "kms:Disable*", "kms:Get*", "kms:Delete*"],
];

/** Since 2017. */
export const tagActions: readonly string[] = ["kms:TagResource", "kms:UntagResource"];

/** The box "Allow key administrators to delete this key": both or neither. */
export const deletionActions: readonly string[] = ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"];

const importActions: readonly string[] = ["kms:ImportKeyMaterial"];
const multiRegionActions: readonly string[] = ["kms:ReplicateKey", "kms:UpdatePrimaryRegion"];
const rotationActions: readonly string[] = ["kms:RotateKeyOnDemand"];

/** Everything that some version of the administrators statement held, for some key. */
export const adminEverything: readonly string[] = [
  ...[...adminBase, ...tagActions, ...deletionActions],
  ...[...importActions, ...multiRegionActions, ...rotationActions],
];

/** The key users' actions by the kind of key (KMS Developer Guide, "Allows key users to use the KMS key"). */
const useActionsOf: Readonly<Record<KeyUsageClass, readonly string[]>> = {
  S: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  A: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:DescribeKey", "kms:GetPublicKey"],
  V: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"],
  K: ["kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret"],
  M: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
  // Not documented yet: by the pattern of the other asymmetric keys.
  E: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate"],
};

/** What the grants statement gives, only for AWS services that act for the principal. */
export const grantActions: readonly string[] = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];

/** The condition of the grants statement. */
export const grantCondition = { Bool: { "kms:GrantIsForAWSResource": "true" } } as const;

/**
 * The kind of key, for writing rights. Where nothing is known a symmetric encryption key is taken (`isAssumed` says so).
 * Throws UsageError (`key-usage-needed`) for a spec that fits several usages when the usage is not told.
 */
export const keyClassOf = (facts: KeyFacts): KeyUsageClass => {
  const known = usageClassOf(facts);
  if (known) return known;
  if (facts.spec === undefined) return "S";
  throw new UsageError("key-usage-needed", `what a ${facts.spec} key is used for is not known`, {
    hint: "tell it with --key-usage ENCRYPT_DECRYPT, SIGN_VERIFY or KEY_AGREEMENT",
  });
};

/** True where the kind of key is a guess: what is written then fits a symmetric encryption key. */
export const isAssumed = (facts: KeyFacts): boolean =>
  usageClassOf(facts) === undefined && facts.spec === undefined;

/** Today's administrators list for this key, in the console's order. */
export const adminActions = (facts: KeyFacts, mayDelete: boolean): readonly string[] => [
  ...adminBase,
  ...tagActions,
  ...(mayDelete ? deletionActions : []),
  ...(facts.origin === "EXTERNAL" ? importActions : []),
  ...(facts.multiRegion === true ? multiRegionActions : []),
  ...(keyClassOf(facts) === "S" ? rotationActions : []),
];

/** The key users' list for this key, in the console's order. */
export const useActions = (facts: KeyFacts): readonly string[] => useActionsOf[keyClassOf(facts)];

/** The users' lists that may stand for "use" on this key: its own, or all where the kind of key is not known. */
export const possibleUseActions = (facts: KeyFacts): readonly (readonly string[])[] => {
  const known = usageClassOf(facts);
  return known ? [useActionsOf[known]] : Object.values(useActionsOf);
};
