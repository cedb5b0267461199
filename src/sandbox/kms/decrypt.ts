import { accessDenied } from "../access/denials.ts";
import type { Call, Operation } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { blob, textMap } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { ignoresCiphertext } from "./dry-run.ts";
import { symmetric } from "./encrypt.ts";
import { keyOrAliasNamed, type NamedKey } from "./find-key.ts";
import { open, sealedBy } from "./sealed.ts";
import { requireSymmetric, useKey } from "./use-key.ts";

/** `Decrypt` of the KMS API. */
export const decrypt: Operation = (input, call) => {
  const use = { action: "kms:Decrypt", usage: "ENCRYPT_DECRYPT", context: symmetric };
  if (ignoresCiphertext(input)) useKey(input, call, keyOrAliasNamed(input, call), use);
  const sealed = blob(input, "CiphertextBlob", 6144);
  const arn = sealedBy(sealed);
  const named = keyFor(input, call, arn);
  const key = useKey(input, call, named, use);
  requireSymmetric(key);
  if (key.arn !== arn)
    throw new ApiError(
      "IncorrectKeyException",
      "The key ID in the request does not identify a key that can perform this operation.",
    );
  const plaintext = open(key, sealed, textMap(input, "EncryptionContext"));
  if (!plaintext) throw new ApiError("InvalidCiphertextException", "");
  return {
    Plaintext: plaintext.toString("base64"),
    KeyId: key.arn,
    EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  };
};

/** The ciphertext itself tells the key; a request may name it again. */
const keyFor = (input: Input, call: Call, arn: string | undefined): NamedKey => {
  if (input.get("KeyId") !== undefined) return keyOrAliasNamed(input, call);
  if (arn === undefined) throw new ApiError("InvalidCiphertextException", "");
  try {
    return keyOrAliasNamed(new Map([["KeyId", arn]]), call);
  } catch {
    throw accessDenied(unknownCiphertext);
  }
};

/** AWS's own words for a ciphertext whose key is not there: it does not tell that from a missing permission. */
const unknownCiphertext =
  "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.";
