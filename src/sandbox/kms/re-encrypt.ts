import { authoriseKey } from "../access/authorise-key.ts";
import type { Call, Operation } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { blob, optionalText, textMap } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { aliasContext } from "./alias-context.ts";
import { endDryRun, ignoresCiphertext } from "./dry-run.ts";
import { keyOrAliasNamed, type NamedKey } from "./find-key.ts";
import { requireEnabled } from "./key-state.ts";
import { open, seal, sealedBy } from "./sealed.ts";
import { requireSymmetric } from "./use-key.ts";

/** ReEncrypt asks for one permission on each of its keys (KMS API Reference, ReEncrypt). */
export const reEncrypt: Operation = (input, call) => {
  const ignoring = ignoresCiphertext(input);
  const sealed = ignoring ? undefined : blob(input, "CiphertextBlob", 6144);
  const source = sourceOf(input, call, sealed);
  const destination = keyOrAliasNamed(input, call, "DestinationKeyId");
  const same = String(source.key.arn === destination.key.arn);
  half(input, call, { end: "Source", action: "kms:ReEncryptFrom", named: source, same });
  half(input, call, { end: "Destination", action: "kms:ReEncryptTo", named: destination, same });
  if (ignoring) endDryRun(input);
  for (const { key } of [source, destination]) requireSymmetric(key);
  const plaintext = sealed && open(source.key, sealed, textMap(input, "SourceEncryptionContext"));
  if (!plaintext) throw new ApiError("InvalidCiphertextException", "");
  endDryRun(input);
  const again = seal(destination.key, plaintext, textMap(input, "DestinationEncryptionContext"));
  return {
    CiphertextBlob: again.toString("base64"),
    SourceKeyId: source.key.arn,
    KeyId: destination.key.arn,
    SourceEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
    DestinationEncryptionAlgorithm: "SYMMETRIC_DEFAULT",
  };
};

const sourceOf = (input: Input, call: Call, sealed: Buffer | undefined): NamedKey => {
  if (!sealed || input.get("SourceKeyId") !== undefined) return keyOrAliasNamed(input, call, "SourceKeyId");
  const arn = sealedBy(sealed);
  if (arn === undefined) throw new ApiError("InvalidCiphertextException", "");
  return keyOrAliasNamed(new Map([["KeyId", arn]]), call);
};

interface Half {
  readonly end: "Source" | "Destination";
  readonly action: string;
  readonly named: NamedKey;
  readonly same: string;
}

const half = (input: Input, call: Call, { end, action, named, same }: Half): void => {
  const algorithm = optionalText(input, `${end}EncryptionAlgorithm`) ?? "SYMMETRIC_DEFAULT";
  const context = {
    ...aliasContext(named),
    "kms:EncryptionAlgorithm": algorithm,
    "kms:ReEncryptOnSameKey": same,
  };
  const encryptionContext = textMap(input, `${end}EncryptionContext`);
  authoriseKey(call, action, named.key, { context, encryptionContext });
  requireEnabled(named.key);
  if (named.key.usage === "ENCRYPT_DECRYPT") return;
  throw new ApiError(
    "InvalidKeyUsageException",
    `${named.key.arn} key usage is ${named.key.usage} which is not valid for ReEncrypt.`,
  );
};
