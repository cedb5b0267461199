import { kmsTable } from "./kms-table.generated.ts";

/**
 * What a key is for, in one letter: S symmetric encryption, A asymmetric encryption, V signing, M message
 * authentication (HMAC), K key agreement, E key encapsulation (ML-KEM).
 */
export type KeyUsageClass = "S" | "A" | "V" | "M" | "K" | "E";

/** One KMS permission (Service Authorization Reference; KMS API reference, "Cross-account use"; key type reference). */
export interface KmsAction {
  /** Without prefix: `Decrypt`. */
  readonly name: string;
  /** Access level: Read, List, Write, Tagging or Permissions management. */
  readonly level: string;
  /** It acts on a key, so a key policy can carry it. */
  readonly onKey: boolean;
  /** An Allow of it in a key policy has an effect. */
  readonly allowable: boolean;
  /** The kinds of key on which the operation works. */
  readonly usages: readonly KeyUsageClass[];
  /** Works only on keys with imported material. */
  readonly externalOnly: boolean;
  readonly multiRegionOnly: boolean;
  /** A caller from another account can use it. */
  readonly crossAccount: boolean;
  /** A grant can give it. */
  readonly grantable: boolean;
  /** Condition keys that its requests may carry, beside the common ones; `*` stands for the free part of a name. */
  readonly conditionKeys: readonly string[];
}

const everyUsage: readonly KeyUsageClass[] = ["S", "A", "V", "M", "K", "E"];

// Kinds of key, where not all (KMS Developer Guide, key type reference).
const usages = new Map<string, readonly KeyUsageClass[]>([
  ["Encrypt", ["S", "A"]],
  ["Decrypt", ["S", "A"]],
  ["ReEncryptFrom", ["S", "A"]],
  ["ReEncryptTo", ["S", "A"]],
  ["GenerateDataKey", ["S"]],
  ["GenerateDataKeyWithoutPlaintext", ["S"]],
  ["GenerateDataKeyPair", ["S"]],
  ["GenerateDataKeyPairWithoutPlaintext", ["S"]],
  ["EnableKeyRotation", ["S"]],
  ["DisableKeyRotation", ["S"]],
  ["RotateKeyOnDemand", ["S"]],
  ["ListKeyRotations", ["S"]],
  ["Sign", ["V"]],
  ["Verify", ["V"]],
  ["GenerateMac", ["M"]],
  ["VerifyMac", ["M"]],
  ["DeriveSharedSecret", ["K"]],
  ["Encapsulate", ["E"]],
  ["Decapsulate", ["E"]],
  ["GetPublicKey", ["A", "V", "K", "E"]],
]);

const externalOnly = new Set(["DeleteImportedKeyMaterial", "GetParametersForImport", "ImportKeyMaterial"]);
const multiRegionOnly = new Set(["ReplicateKey", "UpdatePrimaryRegion", "SynchronizeMultiRegionKey"]);

// The operations that a grant can hold, less RetireGrant's and CreateGrant's own rules (KMS API: CreateGrant, Operations).
const grantable = new Set([
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "GenerateMac", "VerifyMac"],
  ...["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
  ...[
    "Encapsulate",
    "Decapsulate",
    "DeriveSharedSecret",
    "GetPublicKey",
    "DescribeKey",
    "CreateGrant",
    "RetireGrant",
  ],
]);
const crossAccount = new Set([...grantable, "GetKeyRotationStatus", "ListGrants", "RevokeGrant"]);

// RetireGrant is decided by the grant; SynchronizeMultiRegionKey is used by KMS's own service-linked role alone.
const withoutEffect = new Set(["RetireGrant", "SynchronizeMultiRegionKey"]);

// Which keys the requests of a new operation carry is documented later than the operation: until then each is possible.
const anyKey: readonly string[] = [
  ...new Set(kmsTable.actions.flatMap(({ onKey, conditionKeys }) => (onKey ? (conditionKeys ?? []) : []))),
];

/** Every KMS permission of today's table, by name. */
export const kmsActions: readonly KmsAction[] = kmsTable.actions.map(
  ({ name, level, onKey, conditionKeys }) => ({
    name,
    level,
    onKey,
    allowable: onKey && !withoutEffect.has(name),
    usages: usages.get(name) ?? everyUsage,
    externalOnly: externalOnly.has(name),
    multiRegionOnly: multiRegionOnly.has(name),
    crossAccount: crossAccount.has(name),
    grantable: grantable.has(name),
    conditionKeys: conditionKeys ?? anyKey,
  }),
);

/** What `kms:*` covers in a key policy: 47 actions, as `kms:Name`. */
export const keyPolicyActions: readonly string[] = kmsActions
  .filter((action) => action.onKey)
  .map((action) => `kms:${action.name}`);

/** Those whose Allow has an effect: 45 actions, as `kms:Name`. */
export const allowableActions: readonly string[] = kmsActions
  .filter((action) => action.allowable)
  .map((action) => `kms:${action.name}`);

const byName = new Map(kmsActions.map((action) => [action.name.toLowerCase(), action]));

/** The action of that name, with or without `kms:`, in any case; undefined for patterns and unknown names. */
export const kmsActionNamed = (name: string): KmsAction | undefined =>
  byName.get(name.toLowerCase().replace(/^kms:/, ""));

/**
 * Has the name the form of an action (`kms:Name`), without being known here? AWS may have added it since; `kms:ReEncrypt` is no such
 * name: it is an operation whose permissions are two others.
 */
export const mayBeNewAction = (name: string): boolean =>
  /^kms:[a-z][a-z0-9]*$/i.test(name) && kmsActionNamed(name) === undefined && !/^kms:ReEncrypt$/i.test(name);
