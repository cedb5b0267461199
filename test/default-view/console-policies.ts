import type { Short } from "./support.ts";

/** The console's statements as it writes them, for tests to build policies from. */

export const delegation: Short = { sid: "Enable IAM User Permissions", who: "root", may: "kms:*" };

const base = [
  ...["kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*"],
  ...["kms:Update*", "kms:Revoke*", "kms:Disable*", "kms:Get*", "kms:Delete*"],
];
const tags = ["kms:TagResource", "kms:UntagResource"];
const deletion = ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"];

/** The administrators' lists over the years (A1 to A4), without the deletion box (-D), for special keys (+I, +M). */
export const adminLists = {
  A1: base,
  A2: [...base, ...deletion],
  A3: [...base, ...tags, ...deletion],
  A4: [...base, ...tags, ...deletion, "kms:RotateKeyOnDemand"],
  "A4-D": [...base, ...tags, "kms:RotateKeyOnDemand"],
  "A3-D": [...base, ...tags],
  "A1+I": [...base, "kms:ImportKeyMaterial"],
  "A2+I": [...base, ...deletion, "kms:ImportKeyMaterial"],
  "A3-D+I": [...base, ...tags, "kms:ImportKeyMaterial"],
  "A4-D+I": [...base, ...tags, "kms:ImportKeyMaterial", "kms:RotateKeyOnDemand"],
  "A3-D+M": [...base, ...tags, "kms:ReplicateKey", "kms:UpdatePrimaryRegion"],
  "A4-D+M": [...base, ...tags, "kms:ReplicateKey", "kms:UpdatePrimaryRegion", "kms:RotateKeyOnDemand"],
  "A3+I": [...base, ...tags, ...deletion, "kms:ImportKeyMaterial"],
  "A4+I": [...base, ...tags, ...deletion, "kms:ImportKeyMaterial", "kms:RotateKeyOnDemand"],
  "A3+M": [...base, ...tags, ...deletion, "kms:ReplicateKey", "kms:UpdatePrimaryRegion"],
  "A4+M": [
    ...[...base, ...tags, ...deletion],
    ...["kms:ReplicateKey", "kms:UpdatePrimaryRegion", "kms:RotateKeyOnDemand"],
  ],
};

export const useLists = {
  symmetric: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  rsa: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:DescribeKey", "kms:GetPublicKey"],
  signing: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"],
  agreement: ["kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret"],
  hmac: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
};

export const admins = (who: string | string[], may: readonly string[] = adminLists.A4): Short => ({
  sid: "Allow access for Key Administrators",
  who,
  may,
});

export const users = (who: string | string[], may: readonly string[] = useLists.symmetric): Short => ({
  sid: "Allow use of the key",
  who,
  may,
});

export const grants = (who: string | string[]): Short => ({
  sid: "Allow attachment of persistent resources",
  who,
  may: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  if: { Bool: { "kms:GrantIsForAWSResource": "true" } },
});

/** The access lines of `accessChange` for the rights of each list. */
export const words = {
  use: "Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo",
  useAndGrants:
    "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ListGrants ReEncryptFrom ReEncryptTo RevokeGrant",
  grants: "CreateGrant ListGrants RevokeGrant",
  rsa: "Decrypt DescribeKey Encrypt GetPublicKey ReEncryptFrom ReEncryptTo",
  signing: "DescribeKey GetPublicKey Sign Verify",
  agreement: "DeriveSharedSecret DescribeKey GetPublicKey",
  hmac: "DescribeKey GenerateMac VerifyMac",
  deletion: "CancelKeyDeletion ScheduleKeyDeletion",
};
