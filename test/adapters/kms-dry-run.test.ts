import { expect, test } from "vitest";
import { dryRun } from "../../src/adapters/aws/kms-dry-run.ts";
import type { KmsCall } from "../../src/adapters/aws/kms-client.ts";
import { AwsError } from "../../src/errors.ts";

// What each answer of KMS to a trial means: it finds fault with what the trial made up only for those who may.

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const answering = (name: string, message: string): KmsCall => {
  const client = { send: () => Promise.reject(Object.assign(new Error(message), { name })) };
  return (async (_operation: string, _about: string, send: (one: unknown) => Promise<unknown>) => {
    try {
      return await send(client);
    } catch {
      throw new AwsError(
        name === "AccessDeniedException" ? "access-denied" : "aws-error",
        `${name}: ${message}`,
      );
    }
  }) as KmsCall;
};

const from = "User: x is not authorized to perform: kms:ReEncryptFrom on resource: y";

test.each([
  ["kms:Verify", "DryRunOperationException", "would have succeeded", "allowed"],
  ["kms:Verify", "KMSInvalidSignatureException", "", "allowed"],
  ["kms:VerifyMac", "KMSInvalidMacException", "", "allowed"],
  ["kms:Decapsulate", "InvalidCiphertextException", "", "allowed"],
  ["kms:RevokeGrant", "NotFoundException", "Grant ID 0000 not found", "allowed"],
  ["kms:RevokeGrant", "NotFoundException", `Key '${key}' does not exist`, "not-tried"],
  ["kms:Verify", "AccessDeniedException", "", "denied"],
  ["kms:ReEncryptFrom", "AccessDeniedException", from, "denied"],
  ["kms:ReEncryptTo", "AccessDeniedException", from, "not-tried"],
  ["kms:Sign", "InvalidKeyUsageException", "", "not-tried"],
  ["kms:Verify", "ThrottlingException", "", "not-tried"],
  ["kms:EnableKey", "DryRunOperationException", "", "not-tried"],
])("%s: %s (%s) says %s", async (action, name, message, says) => {
  const trial = { action, spec: "ECC_NIST_P256", encryptionContext: {}, carries: {} };
  expect(await dryRun(answering(name, message), key, trial)).toMatchObject({ says });
});
