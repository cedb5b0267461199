import { authoriseKms } from "../access/authorise.ts";
import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { aliasArn, regionOf } from "../state/lookup.ts";
import { ApiError } from "../wire/api-error.ts";
import { aliasNameGiven } from "./alias-name.ts";

/** `DeleteAlias` of the KMS API. */
export const deleteAlias: Operation = (input, call) => {
  const name = aliasNameGiven(input);
  const arn = aliasArn(call.account, call.region, name);
  const { aliases, keys } = regionOf(call.state, call.account, call.region);
  const alias = aliases.get(name);
  if (!alias) throw new ApiError("NotFoundException", `Alias ${arn} is not found.`);
  authoriseKms(call, "kms:DeleteAlias", arn);
  const key = keys.get(alias.target ?? "");
  if (key) authoriseKey(call, "kms:DeleteAlias", key);
  aliases.delete(name);
  return {};
};
