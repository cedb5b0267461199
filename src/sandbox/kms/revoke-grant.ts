import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { ApiError } from "../wire/api-error.ts";
import { text } from "../wire/json-parameters.ts";
import { endDryRun } from "./dry-run.ts";
import { keyNamed } from "./find-key.ts";

/** `RevokeGrant` of the KMS API. */
export const revokeGrant: Operation = (input, call) => {
  const id = text(input, "GrantId", { min: 1, max: 128 });
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:RevokeGrant", key, { context: { "kms:GrantIsForAWSResource": "false" } });
  if (!key.grants.some((grant) => grant.id === id)) {
    throw new ApiError("NotFoundException", `Grant ID ${id} not found`);
  }
  endDryRun(input);
  key.grants = key.grants.filter((grant) => grant.id !== id);
  return {};
};
