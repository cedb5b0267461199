import {
  CreateGrantCommand,
  type DataKeyPairSpec,
  DecapsulateCommand,
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncapsulateCommand,
  EncryptCommand,
  type EncryptionAlgorithmSpec,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  type GrantOperation,
  type KMSClient,
  type MacAlgorithmSpec,
  type MessageType,
  ReEncryptCommand,
  RevokeGrantCommand,
  SignCommand,
  type SigningAlgorithmSpec,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { generateKeyPairSync } from "node:crypto";
import type { Trial } from "../../trial-port.ts";

type Send = (client: KMSClient, KeyId: string, trial: Trial) => Promise<unknown>;

const DryRun = true;
const something = Uint8Array.of(0);
const KeySpec = "AES_256" as const;

/** One value of a parameter, by the condition key that tells it. The types of the SDK are lists of what AWS takes today. */
const one = ({ carries }: Trial, key: string): string => String([carries[key] ?? ""].flat()[0]);

/** An encryption context for a symmetric key, for others the algorithm, as each has only the one (KMS API, Encrypt). */
const encryption = (trial: Trial) => {
  const EncryptionAlgorithm = one(trial, "kms:EncryptionAlgorithm") as EncryptionAlgorithmSpec;
  const { encryptionContext: EncryptionContext } = trial;
  return EncryptionAlgorithm === "SYMMETRIC_DEFAULT" ? { EncryptionContext } : { EncryptionAlgorithm };
};

const reEncrypt: Send = (kms, KeyId, trial) => {
  const EncryptionAlgorithm = one(trial, "kms:EncryptionAlgorithm") as EncryptionAlgorithmSpec;
  const { encryptionContext } = trial;
  const keys = { SourceKeyId: KeyId, DestinationKeyId: KeyId };
  const how =
    EncryptionAlgorithm === "SYMMETRIC_DEFAULT"
      ? { SourceEncryptionContext: encryptionContext, DestinationEncryptionContext: encryptionContext }
      : {
          SourceEncryptionAlgorithm: EncryptionAlgorithm,
          DestinationEncryptionAlgorithm: EncryptionAlgorithm,
        };
  return kms.send(new ReEncryptCommand({ ...keys, ...how, DryRun, DryRunModifiers: ["IGNORE_CIPHERTEXT"] }));
};

const pair = (trial: Trial) => ({
  EncryptionContext: trial.encryptionContext,
  KeyPairSpec: one(trial, "kms:DataKeyPairSpec") as DataKeyPairSpec,
});

const message = (trial: Trial) => {
  const SigningAlgorithm = one(trial, "kms:SigningAlgorithm") as SigningAlgorithmSpec;
  const type = one(trial, "kms:MessageType") as MessageType;
  return { Message: messageFor(type, SigningAlgorithm), MessageType: type, SigningAlgorithm };
};

/** A digest is as long as its algorithm makes it. */
const messageFor = (type: MessageType, algorithm: string): Uint8Array => {
  if (type === "RAW") return something;
  const bits = type === "EXTERNAL_MU" ? 512 : Number(/_(256|384|512)$/.exec(algorithm)?.[1] ?? 256);
  return new Uint8Array(bits / 8);
};

const curves: Readonly<Record<string, string>> = {
  ECC_NIST_P256: "P-256",
  ECC_NIST_P384: "P-384",
  ECC_NIST_P521: "P-521",
  SM2: "SM2",
};

/** A public key on the curve of the KMS key: KMS takes no other (KMS API Reference, DeriveSharedSecret). */
const publicKey = ({ spec = "" }: Trial): Uint8Array =>
  generateKeyPairSync("ec", { namedCurve: curves[spec] ?? "P-256" }).publicKey.export({
    type: "spki",
    format: "der",
  });

const EncapsulationAlgorithm = "ML_KEM" as const;

/** A ciphertext is as long as the parameter set makes it (FIPS 203, table 3). */
const encapsulated = ({ spec }: Trial): Uint8Array =>
  new Uint8Array(spec === "ML_KEM_512" ? 768 : spec === "ML_KEM_1024" ? 1568 : 1088);

/** A server that knows no DryRun (not AWS) makes a grant all the same: it is taken back at once. */
const createGrant: Send = async (kms, KeyId, trial) => {
  const GranteePrincipal = one(trial, "kms:GranteePrincipal");
  const Operations = [trial.carries["kms:GrantOperations"] ?? []].flat() as GrantOperation[];
  const { GrantId } = await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations, DryRun }));
  if (GrantId !== undefined) await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
};

/** Of no grant: a server that knows no DryRun would take a real one away. */
const noGrant = "0".repeat(64);

/** How each operation that has DryRun is called, by its permission. */
export const trialSenders: ReadonlyMap<string, Send> = new Map<string, Send>([
  [
    "Encrypt",
    (kms, KeyId, trial) =>
      kms.send(new EncryptCommand({ KeyId, Plaintext: something, ...encryption(trial), DryRun })),
  ],
  [
    "Decrypt",
    (kms, KeyId, trial) =>
      kms.send(
        new DecryptCommand({ KeyId, ...encryption(trial), DryRun, DryRunModifiers: ["IGNORE_CIPHERTEXT"] }),
      ),
  ],
  ["ReEncryptFrom", reEncrypt],
  ["ReEncryptTo", reEncrypt],
  [
    "GenerateDataKey",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(new GenerateDataKeyCommand({ KeyId, EncryptionContext, KeySpec, DryRun })),
  ],
  [
    "GenerateDataKeyWithoutPlaintext",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, EncryptionContext, KeySpec, DryRun })),
  ],
  [
    "GenerateDataKeyPair",
    (kms, KeyId, trial) => kms.send(new GenerateDataKeyPairCommand({ KeyId, ...pair(trial), DryRun })),
  ],
  [
    "GenerateDataKeyPairWithoutPlaintext",
    (kms, KeyId, trial) =>
      kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, ...pair(trial), DryRun })),
  ],
  ["Sign", (kms, KeyId, trial) => kms.send(new SignCommand({ KeyId, ...message(trial), DryRun }))],
  [
    "Verify",
    (kms, KeyId, trial) =>
      kms.send(new VerifyCommand({ KeyId, ...message(trial), Signature: something, DryRun })),
  ],
  [
    "GenerateMac",
    (kms, KeyId, trial) => kms.send(new GenerateMacCommand({ KeyId, ...macOf(trial), DryRun })),
  ],
  [
    "VerifyMac",
    (kms, KeyId, trial) => kms.send(new VerifyMacCommand({ KeyId, ...macOf(trial), Mac: something, DryRun })),
  ],
  [
    "DeriveSharedSecret",
    (kms, KeyId, trial) =>
      kms.send(
        new DeriveSharedSecretCommand({
          ...{ KeyId, PublicKey: publicKey(trial), DryRun },
          KeyAgreementAlgorithm: "ECDH",
        }),
      ),
  ],
  [
    "Encapsulate",
    (kms, KeyId) => kms.send(new EncapsulateCommand({ KeyId, EncapsulationAlgorithm, DryRun })),
  ],
  [
    "Decapsulate",
    (kms, KeyId, trial) =>
      kms.send(
        new DecapsulateCommand({
          ...{ KeyId, EncapsulationAlgorithm, DryRun },
          SharedSecretCiphertextBlob: encapsulated(trial),
        }),
      ),
  ],
  ["CreateGrant", createGrant],
  ["RevokeGrant", (kms, KeyId) => kms.send(new RevokeGrantCommand({ KeyId, GrantId: noGrant, DryRun }))],
]);

const macOf = (trial: Trial) => ({
  Message: something,
  MacAlgorithm: one(trial, "kms:MacAlgorithm") as MacAlgorithmSpec,
});
