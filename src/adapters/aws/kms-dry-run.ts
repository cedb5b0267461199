import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  type KMSClient,
  RevokeGrantCommand,
  SignCommand,
} from "@aws-sdk/client-kms";
import { KmspolError } from "../../errors.ts";
import type { Trial, TrialAnswer } from "../../trial-port.ts";
import type { KmsCall } from "./kms-client.ts";
import { readSdkError } from "./sdk-error.ts";

/**
 * Tries an operation with DryRun: KMS looks at everything that decides, and does nothing (KMS Developer Guide, "Test your
 * permissions"). A success comes as DryRunOperationException. Operations that have no DryRun, or need something of their
 * own (a grant, another key), are not tried.
 */
export const dryRun = async (call: KmsCall, keyArn: string, trial: Trial): Promise<TrialAnswer> => {
  const operation = trial.action.replace(/^kms:/, "");
  const send = trials.get(operation);
  if (!send) return { says: "not-tried", because: `DryRun does not cover ${trial.action}` };
  try {
    await call(operation, keyArn, (client) => asTrial(() => send(client, keyArn, trial)));
    return { says: "allowed" };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    if (error.code === "access-denied") return { says: "denied", because: error.message };
    return { says: "not-tried", because: error.message };
  }
};

/** What KMS calls a failure is the yes that was asked for. */
const asTrial = async (send: () => Promise<unknown>): Promise<void> => {
  try {
    await send();
  } catch (error) {
    if (readSdkError(error).name !== "DryRunOperationException") throw error;
  }
};

type Send = (client: KMSClient, KeyId: string, trial: Trial) => Promise<unknown>;

const something = Uint8Array.of(0);

const trials: ReadonlyMap<string, Send> = new Map<string, Send>([
  [
    "Encrypt",
    (kms, KeyId, { encryptionContext: EncryptionContext, spec }) =>
      kms.send(
        new EncryptCommand({
          ...{ KeyId, Plaintext: something, DryRun: true },
          ...(isSymmetric(spec) ? { EncryptionContext } : { EncryptionAlgorithm: encryptionOf(spec) }),
        }),
      ),
  ],
  [
    "Decrypt",
    (kms, KeyId, { encryptionContext: EncryptionContext, spec }) =>
      kms.send(
        new DecryptCommand({
          ...{ KeyId, DryRun: true, DryRunModifiers: ["IGNORE_CIPHERTEXT"] },
          ...(isSymmetric(spec) ? { EncryptionContext } : { EncryptionAlgorithm: encryptionOf(spec) }),
        }),
      ),
  ],
  [
    "GenerateDataKey",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(new GenerateDataKeyCommand({ KeyId, EncryptionContext, KeySpec: "AES_256", DryRun: true })),
  ],
  [
    "GenerateDataKeyWithoutPlaintext",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(
        new GenerateDataKeyWithoutPlaintextCommand({
          ...{ KeyId, EncryptionContext, KeySpec: "AES_256", DryRun: true },
        }),
      ),
  ],
  [
    "GenerateDataKeyPair",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(
        new GenerateDataKeyPairCommand({
          ...{ KeyId, EncryptionContext, KeyPairSpec: "ECC_NIST_P256", DryRun: true },
        }),
      ),
  ],
  [
    "GenerateDataKeyPairWithoutPlaintext",
    (kms, KeyId, { encryptionContext: EncryptionContext }) =>
      kms.send(
        new GenerateDataKeyPairWithoutPlaintextCommand({
          ...{ KeyId, EncryptionContext, KeyPairSpec: "ECC_NIST_P256", DryRun: true },
        }),
      ),
  ],
  [
    "Sign",
    (kms, KeyId, { spec }) =>
      kms.send(
        new SignCommand({
          ...{ KeyId, Message: something, MessageType: "RAW", DryRun: true },
          SigningAlgorithm: signingOf(spec),
        }),
      ),
  ],
  [
    "GenerateMac",
    (kms, KeyId, { spec = "HMAC_256" }) =>
      kms.send(
        new GenerateMacCommand({
          ...{ KeyId, Message: something, DryRun: true },
          MacAlgorithm: spec.replace("HMAC_", "HMAC_SHA_") as "HMAC_SHA_256",
        }),
      ),
  ],
  ["CreateGrant", (kms, KeyId, trial) => tryGrant(kms, KeyId, trial)],
]);

/** A server that knows no DryRun (not AWS) makes a grant all the same: it is taken back at once. */
const tryGrant: Send = async (kms, KeyId, { caller }) => {
  const { GrantId } = await kms.send(
    new CreateGrantCommand({ KeyId, GranteePrincipal: caller, Operations: ["DescribeKey"], DryRun: true }),
  );
  if (GrantId !== undefined) await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
};

const isSymmetric = (spec: string | undefined): boolean => spec === undefined || spec === "SYMMETRIC_DEFAULT";

const encryptionOf = (spec = "") => (spec === "SM2" ? "SM2PKE" : "RSAES_OAEP_SHA_256");

const signingOf = (spec = "") => {
  if (spec.startsWith("RSA_")) return "RSASSA_PSS_SHA_256";
  if (spec === "SM2") return "SM2DSA";
  if (spec === "ECC_NIST_P384") return "ECDSA_SHA_384";
  if (spec === "ECC_NIST_P521") return "ECDSA_SHA_512";
  if (spec.startsWith("ML_DSA")) return "ML_DSA_SHAKE_256";
  return spec === "ECC_NIST_EDWARDS25519" ? "ED25519_SHA_512" : "ECDSA_SHA_256";
};
