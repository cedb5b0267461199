import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { aliasContext } from "./alias-context.ts";
import { keyOrAliasNamed } from "./find-key.ts";
import { keyMetadata } from "./key-metadata.ts";
import { bringToLife } from "./predefined-alias.ts";

/** `DescribeKey` of the KMS API. */
export const describeKey: Operation = (input, call) => {
  bringToLife(input.get("KeyId"), call);
  const named = keyOrAliasNamed(input, call);
  authoriseKey(call, "kms:DescribeKey", named.key, { context: aliasContext(named) });
  return { KeyMetadata: keyMetadata(named.key) };
};
