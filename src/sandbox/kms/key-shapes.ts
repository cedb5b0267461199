import type { TextRule } from "../wire/validation.ts";

/** Shapes of the KMS parameters that many operations share (KMS API Reference). */
export const keyIdRule: TextRule = { min: 1, max: 2048 };
export const aliasNameRule: TextRule = { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ };
export const policyNameRule: TextRule = { min: 1, max: 128, pattern: /^[\w]+$/ };
export const policyRule: TextRule = { min: 1, max: 131_072, pattern: /^[\t\n\r\u0020-\u00FF]+$/ };
export const descriptionRule: TextRule = { max: 8192 };
export const markerRule: TextRule = { min: 1, max: 1024 };

const specs = (usages: readonly string[], names: readonly string[]) =>
  names.map((spec) => [spec, usages] as const);

/** The key specs, each with the usages it admits. */
export const usagesOfSpec: ReadonlyMap<string, readonly string[]> = new Map([
  ...specs(["ENCRYPT_DECRYPT"], ["SYMMETRIC_DEFAULT"]),
  ...specs(["ENCRYPT_DECRYPT", "SIGN_VERIFY"], ["RSA_2048", "RSA_3072", "RSA_4096"]),
  ...specs(["SIGN_VERIFY", "KEY_AGREEMENT"], ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"]),
  ...specs(
    ["SIGN_VERIFY"],
    ["ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"],
  ),
  ...specs(["ENCAPSULATE_DECAPSULATE"], ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"]),
  ...specs(["GENERATE_VERIFY_MAC"], ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"]),
]);
