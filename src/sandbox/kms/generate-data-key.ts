import { randomBytes } from "node:crypto";
import type { Operation } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalInteger, optionalText, textMap } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { symmetric } from "./encrypt.ts";
import { keyOrAliasNamed } from "./find-key.ts";
import { seal } from "./sealed.ts";
import { requireSymmetric, useKey } from "./use-key.ts";

/** GenerateDataKey and GenerateDataKeyWithoutPlaintext. */
export const generateDataKey =
  (withPlaintext: boolean): Operation =>
  (input, call) => {
    const length = lengthAsked(input);
    const action = `kms:GenerateDataKey${withPlaintext ? "" : "WithoutPlaintext"}`;
    const named = keyOrAliasNamed(input, call);
    const key = useKey(input, call, named, { action, usage: "ENCRYPT_DECRYPT", context: symmetric });
    requireSymmetric(key);
    const plaintext = randomBytes(length);
    const sealed = seal(key, plaintext, textMap(input, "EncryptionContext"));
    return {
      CiphertextBlob: sealed.toString("base64"),
      Plaintext: withPlaintext ? plaintext.toString("base64") : undefined,
      KeyId: key.arn,
    };
  };

const lengthAsked = (input: Input): number => {
  const spec = optionalText(input, "KeySpec", { oneOf: ["AES_128", "AES_256"] });
  const bytes = optionalInteger(input, "NumberOfBytes", { min: 1, max: 1024 });
  if ((spec === undefined) === (bytes === undefined)) {
    throw new ApiError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  return bytes ?? (spec === "AES_128" ? 16 : 32);
};
