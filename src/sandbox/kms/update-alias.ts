import { authoriseKms } from "../access/authorise.ts";
import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { aliasArn, regionOf } from "../state/lookup.ts";
import { ApiError } from "../wire/api-error.ts";
import { aliasNameGiven } from "./alias-name.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion } from "./key-state.ts";

/** Points an alias at another key of the same usage; needs the permission on the alias and on both keys. */
export const updateAlias: Operation = (input, call) => {
  const name = aliasNameGiven(input);
  const key = keyNamed(new Map([["KeyId", input.get("TargetKeyId")]]), call);
  const arn = aliasArn(call.account, call.region, name);
  const { aliases, keys } = regionOf(call.state, call.account, call.region);
  const alias = aliases.get(name);
  if (!alias) throw new ApiError("NotFoundException", `Alias ${arn} is not found.`);
  authoriseKms(call, "kms:UpdateAlias", arn);
  const old = keys.get(alias.target ?? "");
  for (const touched of old ? [old, key] : [key]) authoriseKey(call, "kms:UpdateAlias", touched);
  refusePendingDeletion(key);
  aliases.set(name, { ...alias, target: key.id, updated: call.now });
  return {};
};
