const rsaAndEcc = [
  ...["RSA_2048", "RSA_3072", "RSA_4096", "SM2"],
  ...["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"],
];
const mlKem = ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"];

/** The specs of keys (KMS API: CreateKey, KeySpec). */
export const keySpecs: readonly string[] = [
  ...["SYMMETRIC_DEFAULT", ...rsaAndEcc, ...mlKem],
  ...["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"],
  ...["ML_DSA_44", "ML_DSA_65", "ML_DSA_87"],
];

/** What a key can be for (KMS API: CreateKey, KeyUsage). */
export const keyUsages: readonly string[] = [
  ...["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"],
];

/** The partitions of AWS (AWS Fault Isolation Boundaries, "Partitions"). */
export const partitions: readonly string[] = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
];

/** The operations that a grant can hold (KMS API: CreateGrant, Operations). */
export const grantOperations: readonly string[] = [
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "GenerateMac", "VerifyMac"],
  ...["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
  ...["DeriveSharedSecret", "Encapsulate", "Decapsulate"],
  ...["GetPublicKey", "DescribeKey", "CreateGrant", "RetireGrant"],
];

/**
 * Condition keys whose values are words of a closed list, in lower case (KMS Developer Guide, "Condition keys"; the enumerations of the
 * KMS API; IAM User Guide, aws:PrincipalType).
 */
export const wordsOfKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ["kms:grantoperations", grantOperations],
  ["kms:grantconstrainttype", ["EncryptionContextEquals", "EncryptionContextSubset", "SourceArn"]],
  ["kms:keyspec", keySpecs],
  ["kms:customermasterkeyspec", keySpecs],
  ["kms:keyusage", keyUsages],
  ["kms:customermasterkeyusage", keyUsages],
  ["kms:keyorigin", ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]],
  ["kms:multiregionkeytype", ["PRIMARY", "REPLICA"]],
  ["kms:encryptionalgorithm", ["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"]],
  [
    "kms:signingalgorithm",
    [
      ...["RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512"],
      ...["RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512"],
      ...["ECDSA_SHA_256", "ECDSA_SHA_384", "ECDSA_SHA_512", "SM2DSA", "ML_DSA_SHAKE_256"],
      ...["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    ],
  ],
  ["kms:macalgorithm", ["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"]],
  ["kms:messagetype", ["RAW", "DIGEST", "EXTERNAL_MU"]],
  [
    "kms:wrappingalgorithm",
    [
      ...["RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
      ...["RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256", "SM2PKE"],
    ],
  ],
  ["kms:wrappingkeyspec", ["RSA_2048", "RSA_3072", "RSA_4096", "SM2"]],
  ["kms:datakeypairspec", [...rsaAndEcc, ...mlKem]],
  ["kms:expirationmodel", ["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"]],
  ["kms:keyagreementalgorithm", ["ECDH"]],
  ["aws:principaltype", ["Account", "User", "FederatedUser", "AssumedRole", "Anonymous"]],
]);
