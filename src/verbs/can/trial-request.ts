import type { AccessRequest } from "../../access/types.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Trial } from "../../trial-port.ts";

type Given = AccessRequest["context"];
type Carried = Given;

/** A trial, with what it is in words, and what was asked for that no call of the caller's own can carry. */
export interface PlannedTrial extends Trial {
  readonly words: string;
  readonly notCarried: readonly string[];
}

/**
 * The call with DryRun that asks for an action: its parameters follow from the key's type, and from `--context` where that names
 * one. Undefined where the operation has no DryRun (KMS Developer Guide, "Testing your permissions").
 */
export const plannedTrial = (
  action: string,
  { spec }: Pick<KeyFacts, "spec">,
  given: Given,
  caller: string,
): PlannedTrial | undefined => {
  const kind = kinds[action.replace(/^kms:/, "")];
  if (!kind) return undefined;
  const carries = Object.fromEntries(
    Object.entries(kind.carries({ spec, caller })).map(([key, usual]) => [
      key,
      kind.fixed === true || key === "kms:ReEncryptOnSameKey" ? usual : (namedIn(given, key) ?? usual),
    ]),
  );
  const encryptionContext = kind.takesContext && isSymmetric(spec) ? encryptionContextIn(given) : {};
  const words = [kind.words, ...parameterWords(carries)].join(", ");
  const notCarried = Object.keys(given).filter(
    (key) => !isCarried(key, given, { carries, encryptionContext }),
  );
  return { action, spec, encryptionContext, carries, words, notCarried };
};

interface Kind {
  readonly words: string;
  readonly takesContext?: true;
  /** Nothing of it can be chosen. */
  readonly fixed?: true;
  readonly carries: (key: { readonly spec: string | undefined; readonly caller: string }) => Carried;
}

const isSymmetric = (spec: string | undefined): boolean => spec === undefined || spec === "SYMMETRIC_DEFAULT";

const encryptionOf = (spec: string | undefined): string => {
  if (isSymmetric(spec)) return "SYMMETRIC_DEFAULT";
  return spec === "SM2" ? "SM2PKE" : "RSAES_OAEP_SHA_256";
};

const signingOf = (spec = ""): string => {
  if (spec.startsWith("RSA_")) return "RSASSA_PSS_SHA_256";
  if (spec === "SM2") return "SM2DSA";
  if (spec === "ECC_NIST_P384") return "ECDSA_SHA_384";
  if (spec === "ECC_NIST_P521") return "ECDSA_SHA_512";
  if (spec.startsWith("ML_DSA")) return "ML_DSA_SHAKE_256";
  return spec === "ECC_NIST_EDWARDS25519" ? "ED25519_SHA_512" : "ECDSA_SHA_256";
};

const encrypting = (words: string, more: Carried = {}): Kind => ({
  words,
  takesContext: true,
  carries: ({ spec }) => ({ "kms:EncryptionAlgorithm": encryptionOf(spec), ...more }),
});

const signing = (words: string): Kind => ({
  words,
  carries: ({ spec }) => ({ "kms:SigningAlgorithm": signingOf(spec), "kms:MessageType": "RAW" }),
});

const macs = (words: string): Kind => ({
  words,
  carries: ({ spec = "HMAC_256" }) => ({ "kms:MacAlgorithm": spec.replace("HMAC_", "HMAC_SHA_") }),
});

const reEncrypt = encrypting("kms:ReEncrypt from this key to itself, without a ciphertext", {
  "kms:ReEncryptOnSameKey": "true",
});
const keyPair = { "kms:DataKeyPairSpec": "ECC_NIST_P256" };

// Only services make or revoke grants "for an AWS resource": a call of the caller's own never does.
const ownGrant = { "kms:GrantIsForAWSResource": "false" };

const kinds: Readonly<Record<string, Kind>> = {
  Encrypt: encrypting("kms:Encrypt of one byte"),
  Decrypt: encrypting("kms:Decrypt without a ciphertext"),
  ReEncryptFrom: reEncrypt,
  ReEncryptTo: reEncrypt,
  GenerateDataKey: encrypting("kms:GenerateDataKey of an AES_256 key"),
  GenerateDataKeyWithoutPlaintext: encrypting("kms:GenerateDataKeyWithoutPlaintext of an AES_256 key"),
  GenerateDataKeyPair: encrypting("kms:GenerateDataKeyPair", keyPair),
  GenerateDataKeyPairWithoutPlaintext: encrypting("kms:GenerateDataKeyPairWithoutPlaintext", keyPair),
  Sign: signing("kms:Sign of a message"),
  Verify: signing("kms:Verify of a signature that is none"),
  GenerateMac: macs("kms:GenerateMac of a message"),
  VerifyMac: macs("kms:VerifyMac of a MAC that is none"),
  DeriveSharedSecret: {
    words: "kms:DeriveSharedSecret with a public key that is nobody's",
    fixed: true,
    carries: () => ({ "kms:KeyAgreementAlgorithm": "ECDH" }),
  },
  Encapsulate: { words: "kms:Encapsulate", carries: () => ({}) },
  Decapsulate: { words: "kms:Decapsulate of a ciphertext that is none", carries: () => ({}) },
  CreateGrant: {
    words: "kms:CreateGrant",
    carries: ({ caller }) => ({
      "kms:GranteePrincipal": caller,
      "kms:GrantOperations": ["DescribeKey"],
      ...ownGrant,
    }),
  },
  RevokeGrant: { words: "kms:RevokeGrant of a grant that is none", fixed: true, carries: () => ownGrant },
};

const parameterWords = (carries: Carried): readonly string[] =>
  Object.entries(carries)
    .filter(([, value]) => !["false", "true", "SYMMETRIC_DEFAULT", "RAW"].includes(String(value)))
    .map(([key, value]) => `${key.slice("kms:".length)} ${[value].flat().join(" ")}`);

const namedIn = (given: Given, key: string): string | readonly string[] | undefined =>
  Object.entries(given).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const prefix = /^kms:EncryptionContext:/i;

const encryptionContextIn = (given: Given): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      prefix.test(key) && typeof value === "string" ? [[key.replace(prefix, ""), value]] : [],
    ),
  );

// What every request carries is told by AWS itself.
const ofEveryRequest =
  /^(aws:(CurrentTime|EpochTime|SecureTransport|RequestedRegion|ResourceAccount|Principal\w+|username|userid)|kms:CallerAccount)$/i;

const isCarried = (
  key: string,
  given: Given,
  { carries, encryptionContext }: Pick<Trial, "carries" | "encryptionContext">,
): boolean => {
  if (ofEveryRequest.test(key) || /^kms:EncryptionContextKeys$/i.test(key)) return true;
  if (prefix.test(key)) return Object.hasOwn(encryptionContext, key.replace(prefix, ""));
  const carried = namedIn(carries, key);
  return carried !== undefined && String([carried].flat()) === String([given[key] ?? []].flat());
};
