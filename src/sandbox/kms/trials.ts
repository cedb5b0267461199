import type { Operation } from "../call.ts";
import type { StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { blob, optionalText, text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { algorithmsOf } from "./algorithms.ts";
import { keyOrAliasNamed } from "./find-key.ts";
import { requireSymmetric, useKey } from "./use-key.ts";

/**
 * Operations whose cryptography the sandbox does not have: it decides whether the caller may, which is all that DryRun asks for, and
 * refuses the rest.
 */
interface Trial {
  readonly usage: string;
  /** Reads the operation's own parameters: the condition keys that they make. */
  readonly parameters: (input: Input) => Readonly<Record<string, string>>;
}

const trial =
  (name: string, { usage, parameters }: Trial): Operation =>
  (input, call) => {
    const context = parameters(input);
    const named = keyOrAliasNamed(input, call);
    const requireFit = (key: StoredKey) => requireAlgorithm(input, key);
    useKey(input, call, named, { action: `kms:${name}`, usage, context, requireFit });
    throw new ApiError("UnsupportedOperationException", `The sandbox tries ${name} with DryRun alone`);
  };

const requireAlgorithm = (input: Input, key: StoredKey): void => {
  const { arn, spec, usage } = key;
  if (input.get("KeyPairSpec") !== undefined) requireSymmetric(key);
  const algorithm = optionalText(input, "SigningAlgorithm");
  const known = (algorithmsOf(spec, usage)["SigningAlgorithms"] ?? []) as readonly string[];
  if (algorithm === undefined || known.length === 0 || known.includes(algorithm)) return;
  const message = `Algorithm ${algorithm} is not compatible with key spec ${spec} of ${arn}.`;
  throw new ApiError("InvalidKeyUsageException", message);
};

const message = (input: Input): Readonly<Record<string, string>> => {
  blob(input, "Message", 4096);
  const type = optionalText(input, "MessageType", { oneOf: ["RAW", "DIGEST", "EXTERNAL_MU"] }) ?? "RAW";
  return { "kms:SigningAlgorithm": text(input, "SigningAlgorithm"), "kms:MessageType": type };
};

const pair = (input: Input): Readonly<Record<string, string>> => ({
  "kms:DataKeyPairSpec": text(input, "KeyPairSpec"),
  "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
});

const pairs = { usage: "ENCRYPT_DECRYPT", parameters: pair };
const signs = { usage: "SIGN_VERIFY", parameters: message };
const encapsulation = (input: Input) => {
  text(input, "EncapsulationAlgorithm", { oneOf: ["ML_KEM"] });
  return {};
};

/** Each by its name. */
export const trials: readonly (readonly [string, Operation])[] = [
  ["Sign", trial("Sign", signs)],
  [
    "Verify",
    trial("Verify", {
      ...signs,
      parameters: (input) => {
        blob(input, "Signature", 6144);
        return message(input);
      },
    }),
  ],
  [
    "DeriveSharedSecret",
    trial("DeriveSharedSecret", {
      usage: "KEY_AGREEMENT",
      parameters: (input) => {
        blob(input, "PublicKey", 8192);
        return { "kms:KeyAgreementAlgorithm": text(input, "KeyAgreementAlgorithm", { oneOf: ["ECDH"] }) };
      },
    }),
  ],
  ["Encapsulate", trial("Encapsulate", { usage: "ENCAPSULATE_DECAPSULATE", parameters: encapsulation })],
  [
    "Decapsulate",
    trial("Decapsulate", {
      usage: "ENCAPSULATE_DECAPSULATE",
      parameters: (input) => {
        blob(input, "SharedSecretCiphertextBlob", 6144);
        return encapsulation(input);
      },
    }),
  ],
  ["GenerateDataKeyPair", trial("GenerateDataKeyPair", pairs)],
  ["GenerateDataKeyPairWithoutPlaintext", trial("GenerateDataKeyPairWithoutPlaintext", pairs)],
];
