import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { adminLists, useLists } from "./console-policies.ts";
import { words } from "./console-policies.ts";
import { keys } from "./support.ts";

/** Every kind of key that KMS makes, and every list of administrators' actions that the console has written for it. */

const key = (spec: string, usage: string, more: KeyFacts = {}): KeyFacts => ({
  ...keys.symmetric,
  ...{ spec, usage },
  ...more,
});
const external = { origin: "EXTERNAL" };
const primary = { multiRegion: true, multiRegionKeyType: "PRIMARY" } as const;
const replica = { multiRegion: true, multiRegionKeyType: "REPLICA" } as const;

type List = keyof typeof adminLists;

/** What the console shows and the verbs make of one policy. */
export interface Row {
  readonly kind: string;
  readonly facts: KeyFacts;
  readonly use: keyof typeof useLists;
  /** The list as it stands in the policy, after deny-deletion, after allow-deletion, after upgrade. */
  readonly list: List;
  readonly denied: List;
  readonly allowed: List;
  readonly upgraded: List;
  /** What upgrade gives the administrators. */
  readonly gains: string;
  /** Whether the policy has the statement about grants, and add-user would make one. */
  readonly grants: boolean;
}

type Kind = Pick<Row, "kind" | "facts" | "use" | "grants">;
type Lists = readonly [list: List, denied: List, allowed: List, upgraded: List, gains: string];

const S = (kind: string, facts: KeyFacts): Kind => ({ kind, facts, use: "symmetric", grants: true });
const other =
  (use: Exclude<keyof typeof useLists, "symmetric">) =>
  (kind: string, facts: KeyFacts): Kind => ({
    ...{ kind, facts, use },
    grants: false,
  });
const [rsa, signing, agreement, hmac] = [other("rsa"), other("signing"), other("agreement"), other("hmac")];

const symmetric: readonly Lists[] = [
  ["A1", "A1", "A2", "A4-D", "RotateKeyOnDemand TagResource UntagResource"],
  ["A2", "A1", "A2", "A4", "RotateKeyOnDemand TagResource UntagResource"],
  ["A3", "A3-D", "A3", "A4", "RotateKeyOnDemand"],
  ["A3-D", "A3-D", "A3", "A4-D", "RotateKeyOnDemand"],
  ["A4", "A4-D", "A4", "A4", ""],
  ["A4-D", "A4-D", "A4", "A4-D", ""],
];
/** Since 2016, rotation on demand since 2025; the console of old left the import out where it was not chosen. */
const imported: readonly Lists[] = [
  ["A2+I", "A1+I", "A2+I", "A4+I", "RotateKeyOnDemand TagResource UntagResource"],
  ["A3", "A3-D", "A3", "A4+I", "ImportKeyMaterial RotateKeyOnDemand"],
  ["A3+I", "A3-D+I", "A3+I", "A4+I", "RotateKeyOnDemand"],
  ["A3-D+I", "A3-D+I", "A3+I", "A4-D+I", "RotateKeyOnDemand"],
  ["A4+I", "A4-D+I", "A4+I", "A4+I", ""],
  ["A4-D+I", "A4-D+I", "A4+I", "A4-D+I", ""],
];
/** Since 2021. */
const multiRegion: readonly Lists[] = [
  ["A3", "A3-D", "A3", "A4+M", "ReplicateKey RotateKeyOnDemand"],
  ["A3+M", "A3-D+M", "A3+M", "A4+M", "RotateKeyOnDemand"],
  ["A3-D+M", "A3-D+M", "A3+M", "A4-D+M", "RotateKeyOnDemand"],
  ["A4+M", "A4-D+M", "A4+M", "A4+M", ""],
  ["A4-D+M", "A4-D+M", "A4+M", "A4-D+M", ""],
];
/** Since 2019 (RSA, ECC), 2022 (HMAC, SM2), 2024 (agreement), 2025 (ML-DSA, Edwards): no rotation. */
const unrotated: readonly Lists[] = [
  ["A2", "A1", "A2", "A3", "TagResource UntagResource"],
  ["A3", "A3-D", "A3", "A3", ""],
  ["A3-D", "A3-D", "A3", "A3-D", ""],
  ["A4", "A4-D", "A4", "A4", ""],
];
const unrotatedImported: readonly Lists[] = [
  ["A3", "A3-D", "A3", "A3+I", "ImportKeyMaterial"],
  ["A3+I", "A3-D+I", "A3+I", "A3+I", ""],
  ["A3-D+I", "A3-D+I", "A3+I", "A3-D+I", ""],
];
const unrotatedMultiRegion: readonly Lists[] = [
  ["A3", "A3-D", "A3", "A3+M", "ReplicateKey"],
  ["A3+M", "A3-D+M", "A3+M", "A3+M", ""],
  ["A3-D+M", "A3-D+M", "A3+M", "A3-D+M", ""],
];

const kinds: readonly (readonly [Kind, readonly Lists[]])[] = [
  [S("symmetric", key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")), symmetric],
  [S("symmetric, imported", key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", external)), imported],
  [S("symmetric, multi-Region primary", key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", primary)), multiRegion],
  [S("symmetric, multi-Region replica", key("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", replica)), multiRegion],
  [rsa("RSA encryption", key("RSA_4096", "ENCRYPT_DECRYPT")), unrotated],
  [rsa("RSA encryption, imported", key("RSA_2048", "ENCRYPT_DECRYPT", external)), unrotatedImported],
  [rsa("SM2 encryption", key("SM2", "ENCRYPT_DECRYPT")), unrotated],
  [signing("RSA signing", key("RSA_3072", "SIGN_VERIFY")), unrotated],
  [signing("ECC signing", key("ECC_NIST_P521", "SIGN_VERIFY")), unrotated],
  [signing("ECC signing, multi-Region", key("ECC_NIST_P256", "SIGN_VERIFY", primary)), unrotatedMultiRegion],
  [signing("ECC signing of blockchains", key("ECC_SECG_P256K1", "SIGN_VERIFY")), unrotated],
  [signing("Edwards signing", key("ECC_NIST_EDWARDS25519", "SIGN_VERIFY")), unrotated],
  [signing("ML-DSA signing", key("ML_DSA_65", "SIGN_VERIFY")), unrotated],
  [signing("SM2 signing", key("SM2", "SIGN_VERIFY")), unrotated],
  [agreement("ECC key agreement", key("ECC_NIST_P256", "KEY_AGREEMENT")), unrotated],
  [agreement("SM2 key agreement", key("SM2", "KEY_AGREEMENT")), unrotated],
  [hmac("HMAC", key("HMAC_512", "GENERATE_VERIFY_MAC")), unrotated],
  [hmac("HMAC, imported", key("HMAC_256", "GENERATE_VERIFY_MAC", external)), unrotatedImported],
  [hmac("HMAC, multi-Region", key("HMAC_384", "GENERATE_VERIFY_MAC", primary)), unrotatedMultiRegion],
];

export const matrix: readonly Row[] = kinds.flatMap(([kind, lists]) =>
  lists.map(([list, denied, allowed, upgraded, gains]) => ({
    ...{ ...kind, list, denied, allowed, upgraded, gains },
  })),
);

/** What the ten patterns of every list give on a key today. */
const base = [
  ...["CreateAlias", "CreateGrant", "DeleteAlias", "DeleteImportedKeyMaterial", "DescribeKey", "DisableKey"],
  ...["DisableKeyRotation", "EnableKey", "EnableKeyRotation", "GetKeyLastUsage", "GetKeyPolicy"],
  ...["GetKeyRotationStatus", "GetParametersForImport", "GetPublicKey", "ListGrants", "ListKeyPolicies"],
  ...["ListKeyRotations", "ListResourceTags", "PutKeyPolicy", "RevokeGrant", "UpdateAlias"],
  ...["UpdateKeyDescription", "UpdatePrimaryRegion"],
];

/** The access line of an administrator with that list. */
export const administers = (list: List): string => {
  const more = [
    ...(/A[34]/.test(list) ? ["TagResource", "UntagResource"] : []),
    ...(list.includes("-D") || list.startsWith("A1") ? [] : ["CancelKeyDeletion", "ScheduleKeyDeletion"]),
    ...(list.startsWith("A4") ? ["RotateKeyOnDemand"] : []),
    ...(list.endsWith("+I") ? ["ImportKeyMaterial"] : []),
    ...(list.endsWith("+M") ? ["ReplicateKey"] : []),
  ];
  return [...base, ...more].sort().join(" ");
};

/** The access line of a key user. */
export const uses = ({ use, grants }: Row): string => {
  if (use === "symmetric") return grants ? words.useAndGrants : words.use;
  return words[use];
};
