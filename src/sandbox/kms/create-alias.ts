import { authoriseKms } from "../access/authorise.ts";
import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { aliasArn, regionOf } from "../state/lookup.ts";
import { ApiError } from "../wire/api-error.ts";
import { aliasNameGiven } from "./alias-name.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion } from "./key-state.ts";

/** Needs the permission on the alias (IAM) and on the key. */
export const createAlias: Operation = (input, call) => {
  const name = aliasNameGiven(input);
  const key = keyNamed(new Map([["KeyId", input.get("TargetKeyId")]]), call);
  const arn = aliasArn(call.account, call.region, name);
  authoriseKms(call, "kms:CreateAlias", arn);
  authoriseKey(call, "kms:CreateAlias", key);
  refusePendingDeletion(key);
  const { aliases } = regionOf(call.state, call.account, call.region);
  if (aliases.has(name))
    throw new ApiError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
  aliases.set(name, { name, target: key.id, created: call.now, updated: call.now });
  return {};
};
