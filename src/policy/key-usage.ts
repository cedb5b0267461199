import type { KeyFacts } from "./key-facts.ts";
import type { KeyUsageClass } from "./kms-actions.ts";

/** What the key is for, from its spec and usage; undefined where too little is known. */
export const usageClassOf = ({ spec, usage }: KeyFacts): KeyUsageClass | undefined => {
  if (spec === "SYMMETRIC_DEFAULT") return "S";
  if (spec?.startsWith("HMAC_") || usage === "GENERATE_VERIFY_MAC") return "M";
  if (spec?.startsWith("ML_KEM_") || usage === "ENCAPSULATE_DECAPSULATE") return "E";
  if (usage === "SIGN_VERIFY") return "V";
  if (usage === "KEY_AGREEMENT") return "K";
  if (usage === "ENCRYPT_DECRYPT" && spec !== undefined) return "A";
  return signingOnly(spec) ? "V" : undefined;
};

/** Specs that KMS offers for one usage alone (KMS API: CreateKey, KeyUsage). */
const signingOnly = (spec: string | undefined): boolean =>
  spec === "ECC_SECG_P256K1" || spec === "ECC_NIST_EDWARDS25519" || (spec?.startsWith("ML_DSA_") ?? false);

const usages: Readonly<Partial<Record<KeyUsageClass, string>>> = {
  S: "ENCRYPT_DECRYPT",
  V: "SIGN_VERIFY",
  M: "GENERATE_VERIFY_MAC",
  E: "ENCAPSULATE_DECAPSULATE",
};

/** KeyUsage of the key: what DescribeKey said, else the only one that KMS offers for its spec. */
export const keyUsageOf = (facts: KeyFacts): string | undefined => {
  const kind = facts.usage === undefined && facts.spec !== undefined ? usageClassOf(facts) : undefined;
  return kind === undefined ? facts.usage : usages[kind];
};

const kinds: Readonly<Record<KeyUsageClass, string>> = {
  S: "a symmetric encryption key",
  A: "an asymmetric encryption key",
  V: "a signing key",
  M: "an HMAC key",
  K: "a key agreement key",
  E: "a key encapsulation key",
};

/** The kind of key, with its article: `a signing key`. */
export const usageWords = (usage: KeyUsageClass): string => kinds[usage];

/** A kind of key in words: `a signing key`. */
export const keyKindOf = (usage: KeyUsageClass): string => kinds[usage];
