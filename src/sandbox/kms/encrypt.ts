import type { Operation } from "../call.ts";
import { blob, textMap } from "../wire/json-parameters.ts";
import { keyOrAliasNamed } from "./find-key.ts";
import { seal } from "./sealed.ts";
import { requireSymmetric, useKey } from "./use-key.ts";

export const symmetric = { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" };

/** `Encrypt` of the KMS API. */
export const encrypt: Operation = (input, call) => {
  const plaintext = blob(input, "Plaintext", 4096);
  const named = keyOrAliasNamed(input, call);
  const key = useKey(input, call, named, {
    action: "kms:Encrypt",
    usage: "ENCRYPT_DECRYPT",
    context: symmetric,
  });
  requireSymmetric(key);
  const sealed = seal(key, plaintext, textMap(input, "EncryptionContext"));
  return {
    CiphertextBlob: sealed.toString("base64"),
    KeyId: key.arn,
    EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  };
};
