import type { KeyFacts } from "./key-facts.ts";
import type { KeyUsageClass } from "./kms-actions.ts";

/** What the key is for, from its spec and usage; undefined where too little is known. */
export const usageClassOf = ({ spec, usage }: KeyFacts): KeyUsageClass | undefined => {
  if (spec === "SYMMETRIC_DEFAULT") return "S";
  if (spec?.startsWith("HMAC_") || usage === "GENERATE_VERIFY_MAC") return "M";
  if (usage === "SIGN_VERIFY") return "V";
  if (usage === "KEY_AGREEMENT") return "K";
  if (usage === "ENCRYPT_DECRYPT" && spec !== undefined) return "A";
  return signingOnly(spec) ? "V" : undefined;
};

/** Specs that KMS offers for one usage alone (KMS API: CreateKey, KeyUsage). */
const signingOnly = (spec: string | undefined): boolean =>
  spec === "ECC_SECG_P256K1" || spec === "ECC_NIST_EDWARDS25519" || (spec?.startsWith("ML_DSA_") ?? false);
