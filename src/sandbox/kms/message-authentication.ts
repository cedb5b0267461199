import { createHmac, timingSafeEqual } from "node:crypto";
import type { Call, Operation } from "../call.ts";
import type { StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { blob, text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { keyOrAliasNamed } from "./find-key.ts";
import { useKey } from "./use-key.ts";

/** GenerateMac and VerifyMac of HMAC keys. */

export const generateMac: Operation = (input, call) => {
  const { key, algorithm, mac } = macOf(input, call, "kms:GenerateMac");
  return { Mac: mac.toString("base64"), MacAlgorithm: algorithm, KeyId: key.arn };
};

/** `VerifyMac` of the KMS API. */
export const verifyMac: Operation = (input, call) => {
  const given = blob(input, "Mac", 6144);
  const { key, algorithm, mac } = macOf(input, call, "kms:VerifyMac");
  if (given.length !== mac.length || !timingSafeEqual(given, mac))
    throw new ApiError("KMSInvalidMacException", "");
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: algorithm };
};

interface Mac {
  readonly key: StoredKey;
  readonly algorithm: string;
  readonly mac: Buffer;
}

const macOf = (input: Input, call: Call, action: string): Mac => {
  const message = blob(input, "Message", 4096);
  const algorithm = text(input, "MacAlgorithm", { pattern: /^HMAC_SHA_(224|256|384|512)$/ });
  const named = keyOrAliasNamed(input, call);
  const context = { "kms:MacAlgorithm": algorithm };
  const requireFit = ({ spec }: StoredKey): void => {
    if (spec === algorithm.replace("_SHA", "")) return;
    const message = `Algorithm ${algorithm} is not compatible with key spec ${spec}.`;
    throw new ApiError("InvalidKeyUsageException", message);
  };
  const key = useKey(input, call, named, { action, usage: "GENERATE_VERIFY_MAC", context, requireFit });
  const mac = createHmac(algorithm.replace(/^HMAC_SHA_/, "sha"), key.material)
    .update(message)
    .digest();
  return { key, algorithm, mac };
};
