import type { KMSClient } from "@aws-sdk/client-kms";
import { KmspolError } from "../../errors.ts";
import type { Trial, TrialAnswer } from "../../trial-port.ts";
import type { KmsCall } from "./kms-client.ts";
import { trialSenders } from "./kms-trials.ts";
import { readSdkError } from "./sdk-error.ts";

/**
 * Tries an operation with DryRun: KMS looks at everything that decides, and does nothing (KMS Developer Guide, "Testing your
 * permissions"). A success comes as DryRunOperationException. `key` is what the operation takes for a key.
 */
export const dryRun = async (call: KmsCall, key: string, trial: Trial): Promise<TrialAnswer> => {
  const operation = trial.action.replace(/^kms:/, "");
  const send = trialSenders.get(operation);
  if (!send) return { says: "not-tried", because: `DryRun does not cover ${trial.action}` };
  let refused = "";
  const asked = async (client: KMSClient) => {
    try {
      await send(client, key, trial);
    } catch (error) {
      const { name, message } = readSdkError(error);
      if (!isYes(name, message)) {
        refused = message;
        throw error;
      }
    }
  };
  try {
    await call(operation, key, asked);
    return { says: "allowed" };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return error.code === "access-denied"
      ? denial(error, refused, trial)
      : { says: "not-tried", because: error.message };
  }
};

/** What KMS says only to those who may: that nothing but the content is at fault, which a trial made up. */
const contentAtFault = new Set([
  "KMSInvalidSignatureException",
  "KMSInvalidMacException",
  "InvalidCiphertextException",
]);

/** What KMS calls a failure is the yes that was asked for. */
const isYes = (name: string, message: string): boolean =>
  name === "DryRunOperationException" ||
  contentAtFault.has(name) ||
  (name === "NotFoundException" && /\bgrant\b/i.test(message));

/** A trial of kms:ReEncryptFrom asks for kms:ReEncryptTo as well, and the other way round: KMS names the one that is missing. */
const denial = ({ message }: KmspolError, refused: string, { action }: Trial): TrialAnswer => {
  const named = /not authorized to perform: (kms:\w+)/.exec(refused)?.[1];
  if (named === undefined || named === action || !action.startsWith("kms:ReEncrypt"))
    return { says: "denied", because: message };
  return {
    says: "not-tried",
    because: `a trial asks for both halves of ReEncrypt on the key, and KMS denies the other one, ${named}`,
  };
};
