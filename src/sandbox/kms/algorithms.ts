import type { Output } from "../wire/request.ts";

const rsaSigning = ["PSS", "PKCS1_V1_5"].flatMap((scheme) =>
  [256, 384, 512].map((bits) => `RSASSA_${scheme}_SHA_${bits}`),
);
const signing = new Map([
  ["RSA", rsaSigning],
  ["ECC_NIST_P256", ["ECDSA_SHA_256"]],
  ["ECC_NIST_P384", ["ECDSA_SHA_384"]],
  ["ECC_NIST_P521", ["ECDSA_SHA_512"]],
  ["ECC_SECG_P256K1", ["ECDSA_SHA_256"]],
  ["ECC_NIST_EDWARDS25519", ["ED25519_SHA_512", "ED25519_PH_SHA_512"]],
  ["ML_DSA", ["ML_DSA_SHAKE_256"]],
]);

/** The algorithm lists of `KeyMetadata` for a key of that spec and usage. */
export const algorithmsOf = (spec: string, usage: string): Output => {
  if (usage === "GENERATE_VERIFY_MAC") return { MacAlgorithms: [spec.replace("HMAC_", "HMAC_SHA_")] };
  if (usage === "ENCAPSULATE_DECAPSULATE") return { EncapsulationAlgorithms: ["ML_KEM"] };
  if (usage === "KEY_AGREEMENT") return { KeyAgreementAlgorithms: ["ECDH"] };
  if (usage === "SIGN_VERIFY") {
    const family = spec.replace(/^(RSA|ML_DSA)_\d+$/, "$1");
    return { SigningAlgorithms: signing.get(family) };
  }
  const symmetric = spec === "SYMMETRIC_DEFAULT";
  return { EncryptionAlgorithms: symmetric ? [spec] : ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"] };
};
